// Pictures by sharp: a pipeline per picture, each reading only as much of the photo as its size needs; JOBS photos at
// once, each picture by one thread.
// Usage: JOBS=N node sharp_list.mjs LIST     (see rivals.py; needs sharp in node_modules beside or above)
import { readFileSync } from "node:fs";
import sharp from "sharp";

const rows = readFileSync(process.argv[2], "utf8").trimEnd().split("\n").map((line) => line.split("\t"));
const photos = [...new Set(rows.map((row) => row[0]))];
sharp.concurrency(1);
sharp.cache(false);

async function next() {
  while (photos.length) {
    const photo = photos.shift();
    for (const [, output, width, height, box] of rows.filter((row) => row[0] === photo)) {
      const pipeline = sharp(photo).rotate();
      if (box !== "copy") pipeline.resize(Number(width), Number(height), { fit: "fill" });
      pipeline.keepIccProfile().jpeg({ quality: 75, progressive: true, chromaSubsampling: "4:2:0" });
      await pipeline.toFile(output);
    }
  }
}
await Promise.all(Array.from({ length: Number(process.env.JOBS) }, next));
