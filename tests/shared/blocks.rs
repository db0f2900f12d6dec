//! The fenced blocks of a Markdown file.

/// One block.
pub(crate) struct Block {
    /// The word after the fence.
    pub(crate) language: String,
    /// What is inside.
    pub(crate) text: String,
}

/// All blocks of a text, in order.
pub(crate) fn blocks(markdown: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let inside = lines.by_ref().take_while(|line| *line != "```");
            let text = inside.flat_map(|line| [line, "\n"]).collect();
            found.push(Block { language: language.to_owned(), text });
        }
    }
    found
}
