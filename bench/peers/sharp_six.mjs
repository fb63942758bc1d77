// Récitale's six outputs per photo with sharp: a pipeline per output, each reading only as much of the photo
// as its size needs, one thread.
// Usage: node sharp_six.mjs OUT FILE...      (needs: npm install sharp)
import { mkdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import sharp from "sharp";

const [out, ...files] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
sharp.concurrency(1);
for (const file of files) {
  const stem = basename(file, extname(file));
  for (const height of [undefined, 1920, 1366, 800, 600, 450]) {
    await sharp(file)
      .rotate()
      .resize({ height, withoutEnlargement: true })
      .keepIccProfile()
      .jpeg({ quality: 75, progressive: true })
      .toFile(join(out, `${stem}-${height ?? "copy"}.jpg`));
  }
}
