// One thumbnail per photo that fits 400x400, with sharp, one thread.
// Usage: node sharp_thumb.mjs OUT FILE...      (needs: npm install sharp)
import { mkdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import sharp from "sharp";

const [out, ...files] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
sharp.concurrency(1);
for (const file of files) {
  await sharp(file)
    .rotate()
    .resize(400, 400, { fit: "inside", withoutEnlargement: true })
    .keepIccProfile()
    .jpeg({ quality: 75 })
    .toFile(join(out, basename(file, extname(file)) + ".jpg"));
}
