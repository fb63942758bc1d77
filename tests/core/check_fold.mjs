/* Compares what test_fold prints with what gallery/assets/search.js makes of the same characters.
 * Usage: node check_fold.mjs TEST_FOLD SEARCH_JS */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const script = readFileSync(process.argv[3], "utf8");
const part = script.slice(script.indexOf("const MARKS"), script.indexOf("/* ---- Numbers"));
const fold = new Function(`${part}; return fold;`)();
const unknown = /\p{Cn}/u; /* to this Node.js */
let count = 0, bad = 0;

for (const line of execFileSync(process.argv[2], ["print"], { maxBuffer: 1 << 26 }).toString().split("\n")) {
    if (!line)
        continue;
    const [code, folded] = line.split("\t"), character = String.fromCodePoint(parseInt(code, 16));

    if (unknown.test(character))
        continue;
    count++;
    const other = fold(`x${character}y`).join(" ");
    if (other !== folded && bad++ < 10)
        console.log(`U+${code}: C makes "${folded}" of it and the script "${other}"`);
}
if (count < 55000)
    throw new Error(`only ${count} characters`);
console.log(`${count} characters, ${bad} differ`);
process.exit(bad ? 1 : 0);
