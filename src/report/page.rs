//! The page: what a report says to people, as blocks that every text form can set.
//!
//! A page holds text from outside as it came (a paste, a server's name): the renderers make it
//! harmless, each in the way its own form needs.

use serde::Serialize;

/// A report value: scripts get the value itself as JSON, people get its page.
pub trait ToPage: Serialize {
    /// The report in words, most important line first.
    fn page(&self) -> Page;

    /// The report as a ticket keeps it: whoever reads it was not there, and asks what it rests on. The same
    /// as the page where there is nothing to add.
    fn ticket(&self) -> Page {
        self.page()
    }
}

/// Blocks in reading order, built by chaining: `page.heading("Steps").text(2, "Restart the host.")`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Page {
    /// The blocks, first one on top.
    pub blocks: Vec<Block>,
}

/// One piece of a page. Indents are columns, counted from the block's own left edge: the page's, or
/// the text of the item that the block belongs to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// The first line: what this is.
    Title {
        /// The sentence.
        text: String,
        /// What it rests on, without brackets (`documented, Microsoft`); stands at the right edge.
        tag: Option<String>,
    },
    /// The start of a section.
    Heading {
        /// 2 for a section, 3 for a part of one.
        level: u8,
        /// The heading.
        text: String,
        /// Which section the eye should find; `Plain` for most.
        tone: Tone,
    },
    /// A paragraph; wrapped.
    Text {
        /// Columns before every line.
        indent: u8,
        /// The sentences.
        text: String,
        /// How it is coloured.
        tone: Tone,
    },
    /// One line of a card: a label and what it says; wrapped under itself.
    Field {
        /// A word or two (`Where`, `Do not`).
        label: String,
        /// What it says.
        text: String,
        /// How label and text are coloured.
        tone: Tone,
    },
    /// A list.
    Items {
        /// Columns before the markers.
        indent: u8,
        /// Steps are numbered from 1, anything else has dashes.
        ordered: bool,
        /// The entries in order.
        items: Vec<Item>,
    },
    /// Lines to type or to copy: one line each, never wrapped, never cut.
    Command {
        /// Columns before the lines; a labelled command stands in the card's columns instead.
        indent: u8,
        /// `Keep`, `Undo`, `Change`.
        label: Option<String>,
        /// Where the lines are typed.
        shell: Shell,
        /// The lines as they have to be typed.
        lines: Vec<String>,
        /// Whether the terminal and plain forms show the shell's prompt before each line, so that a
        /// line among sentences is seen to be a command. Only `PowerShell` has a prompt to show.
        prompt: bool,
    },
    /// Causes by likelihood, each with a bar.
    Ranking(
        /// Best first.
        Vec<Rank>,
    ),
    /// The way that led here, one station after another.
    Path(
        /// In order; the last one is where it stands.
        Vec<Station>,
    ),
    /// An address on the web. Where the form has links it is one, if it is `https`; else it is text.
    Link {
        /// Columns before it.
        indent: u8,
        /// The address, or what stands where there is none.
        address: String,
    },
    /// Rows under columns, or `column: value` lines where the width does not allow columns.
    Table {
        /// The column heads; all empty for a table without a head.
        columns: Vec<String>,
        /// The rows; a missing cell is empty.
        rows: Vec<Vec<String>>,
    },
    /// What was looked at, each with its state.
    Verdicts(
        /// In the order in which it was looked at.
        Vec<Verdict>,
    ),
    /// A quiet remark at the right edge of the line above; below it where there is no room.
    Remark {
        /// A few words.
        text: String,
    },
    /// What may be pressed now: `[w] works  [q]`.
    Keys(
        /// Key and meaning; the meaning may be empty.
        Vec<(char, String)>,
    ),
    /// A line across.
    Rule,
    /// An empty line.
    Blank,
}

/// One entry of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Item {
    /// The entry's first paragraph.
    pub text: String,
    /// What belongs to it: a command, a tip, a list.
    pub blocks: Vec<Block>,
}

/// One line of a ranking.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rank {
    /// The filled part of the bar, 0 to 10; more counts as 10.
    pub tenths: u8,
    /// The likelihood in words.
    pub likelihood: String,
    /// The cause.
    pub title: String,
    /// What stands at the right, usually the side; may be empty.
    pub note: String,
    /// The probability, shown with three decimals when it is there.
    pub number: Option<f64>,
    /// Why it stands there, a sentence each; below the cause.
    pub why: Vec<String>,
}

/// One station of a path.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Station {
    /// What kind it is, in a word or two (`Asked`, `Tried`).
    pub label: String,
    /// What was asked or tried.
    pub title: String,
    /// What came of it, and what changed by it, a paragraph each.
    pub lines: Vec<String>,
    /// How it is coloured.
    pub tone: Tone,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// What.
    pub label: String,
    /// Its state in a word.
    pub state: String,
    /// What was seen.
    pub text: String,
    /// What it means, where that is worth a sentence.
    pub further: Option<String>,
    /// How the state is coloured.
    pub tone: Tone,
}

/// Where a command is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shell {
    /// The Windows command prompt.
    Cmd,
    /// Windows `PowerShell` 5.1 and later.
    PowerShell,
    /// A POSIX shell.
    Sh,
}

impl Shell {
    /// The shell's name, which is also what marks a block of its commands in Markdown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cmd => "cmd",
            Self::PowerShell => "powershell",
            Self::Sh => "sh",
        }
    }
}

/// How a text is coloured. Colour only supports: the words carry the meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// As the terminal shows any text.
    #[default]
    Plain,
    /// What the eye should find.
    Strong,
    /// What may be passed over: sources, grades.
    Quiet,
    /// In order, or repaired.
    Good,
    /// To be read before acting.
    Warn,
    /// A fault, or a danger.
    Bad,
}

impl Page {
    /// An empty page.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds any block.
    pub fn push(&mut self, block: Block) -> &mut Self {
        self.blocks.push(block);
        self
    }

    /// Adds the title, with what it rests on.
    pub fn title(&mut self, text: impl Into<String>, tag: Option<String>) -> &mut Self {
        self.push(Block::Title { text: text.into(), tag })
    }

    /// Adds the heading of a section.
    pub fn heading(&mut self, text: impl Into<String>) -> &mut Self {
        self.toned_heading(text, Tone::Plain)
    }

    /// Adds the heading of a section that the eye should find.
    pub fn toned_heading(&mut self, text: impl Into<String>, tone: Tone) -> &mut Self {
        self.push(Block::Heading { level: 2, text: text.into(), tone })
    }

    /// Adds the heading of a part of a section.
    pub fn subheading(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Block::Heading { level: 3, text: text.into(), tone: Tone::Plain })
    }

    /// Adds a paragraph, `indent` columns in.
    pub fn text(&mut self, indent: u8, text: impl Into<String>) -> &mut Self {
        self.toned_text(indent, text, Tone::Plain)
    }

    /// Adds a coloured paragraph.
    pub fn toned_text(&mut self, indent: u8, text: impl Into<String>, tone: Tone) -> &mut Self {
        self.push(Block::Text { indent, text: text.into(), tone })
    }

    /// Adds a line of a card.
    pub fn field(&mut self, label: impl Into<String>, text: impl Into<String>) -> &mut Self {
        self.toned_field(label, text, Tone::Plain)
    }

    /// Adds a coloured line of a card.
    pub fn toned_field(
        &mut self,
        label: impl Into<String>,
        text: impl Into<String>,
        tone: Tone,
    ) -> &mut Self {
        self.push(Block::Field { label: label.into(), text: text.into(), tone })
    }

    /// Adds a numbered list.
    pub fn steps(&mut self, indent: u8, items: impl IntoIterator<Item = Item>) -> &mut Self {
        self.push(Block::Items { indent, ordered: true, items: items.into_iter().collect() })
    }

    /// Adds a list with dashes.
    pub fn list(&mut self, indent: u8, items: impl IntoIterator<Item = Item>) -> &mut Self {
        self.push(Block::Items { indent, ordered: false, items: items.into_iter().collect() })
    }

    /// Adds lines to type, without label and prompt.
    pub fn command<L: Into<String>>(
        &mut self,
        indent: u8,
        shell: Shell,
        lines: impl IntoIterator<Item = L>,
    ) -> &mut Self {
        let lines = lines.into_iter().map(Into::into).collect();
        self.push(Block::Command { indent, label: None, shell, lines, prompt: false })
    }

    /// Adds lines to type as a line of a card (`Keep`, `Undo`, `Change`).
    pub fn labelled_command<L: Into<String>>(
        &mut self,
        label: impl Into<String>,
        shell: Shell,
        lines: impl IntoIterator<Item = L>,
    ) -> &mut Self {
        let lines = lines.into_iter().map(Into::into).collect();
        self.push(Block::Command { indent: 0, label: Some(label.into()), shell, lines, prompt: false })
    }

    /// Adds causes by likelihood.
    pub fn ranking(&mut self, ranks: impl IntoIterator<Item = Rank>) -> &mut Self {
        self.push(Block::Ranking(ranks.into_iter().collect()))
    }

    /// Adds the way that led here.
    pub fn path(&mut self, stations: impl IntoIterator<Item = Station>) -> &mut Self {
        self.push(Block::Path(stations.into_iter().collect()))
    }

    /// Adds an address on the web, `indent` columns in.
    pub fn link(&mut self, indent: u8, address: impl Into<String>) -> &mut Self {
        self.push(Block::Link { indent, address: address.into() })
    }

    /// Adds a table; rows may be shorter than the head.
    pub fn table<C: Into<String>>(
        &mut self,
        columns: impl IntoIterator<Item = C>,
        rows: Vec<Vec<String>>,
    ) -> &mut Self {
        self.push(Block::Table { columns: columns.into_iter().map(Into::into).collect(), rows })
    }

    /// Adds what was looked at.
    pub fn verdicts(&mut self, verdicts: impl IntoIterator<Item = Verdict>) -> &mut Self {
        self.push(Block::Verdicts(verdicts.into_iter().collect()))
    }

    /// Adds a quiet remark at the right edge of the last line.
    pub fn remark(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Block::Remark { text: text.into() })
    }

    /// Adds what may be pressed now.
    pub fn keys<'a>(&mut self, keys: impl IntoIterator<Item = (char, &'a str)>) -> &mut Self {
        self.push(Block::Keys(keys.into_iter().map(|(key, meaning)| (key, meaning.to_owned())).collect()))
    }

    /// Adds a line across.
    pub fn rule(&mut self) -> &mut Self {
        self.push(Block::Rule)
    }

    /// Adds an empty line.
    pub fn blank(&mut self) -> &mut Self {
        self.push(Block::Blank)
    }
}

impl Station {
    /// The station as an entry of a list, for forms that draw no line.
    pub fn item(&self) -> Item {
        let mut inner = Page::new();
        for line in &self.lines {
            inner.text(0, line);
        }
        let label = if self.label.is_empty() { String::new() } else { format!("{}: ", self.label) };
        Item::new(format!("{label}{}", self.title)).with(&mut inner)
    }
}

impl Item {
    /// An entry of one paragraph.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), blocks: Vec::new() }
    }

    /// Adds what belongs to the entry: the blocks of a page of its own.
    #[must_use]
    pub fn with(mut self, page: &mut Page) -> Self {
        self.blocks.append(&mut page.blocks);
        self
    }
}
