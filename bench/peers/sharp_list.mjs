// Pictures by sharp, JOBS photos at once, each picture by one thread.  If the whole picture is wanted among others, the
// photo is decoded once into memory; otherwise each picture reads only as much of the photo as its size needs.  Outputs
// are JPEG, PNG as sharp makes it, or WebP of quality 75.
// Usage: JOBS=N node sharp_list.mjs LIST     (see peers.py; needs sharp in node_modules beside or above)
import { readFileSync } from "node:fs";
import sharp from "sharp";

const rows = readFileSync(process.argv[2], "utf8").trimEnd().split("\n").map((line) => line.split("\t"));
const photos = [...new Set(rows.map((row) => row[0]))];
sharp.concurrency(1);
sharp.cache(false);

async function reader(photo, wanted) {
  if (wanted.length === 1 || !wanted.some((row) => row[4] === "copy")) return () => sharp(photo).rotate();
  const { data, info } = await sharp(photo).rotate().raw().toBuffer({ resolveWithObject: true });
  return () => sharp(data, { raw: info });
}

const write = {
  jpg: (p) => p.jpeg({ quality: 75, progressive: true, chromaSubsampling: "4:2:0" }),
  png: (p) => p.png(),
  webp: (p) => p.webp({ quality: 75 }),
};

async function next() {
  while (photos.length) {
    const photo = photos.shift();
    const wanted = rows.filter((row) => row[0] === photo);
    const open = await reader(photo, wanted);
    for (const [, output, width, height, box] of wanted) {
      const pipeline = open();
      if (box !== "copy") pipeline.resize(Number(width), Number(height), { fit: "fill" });
      await write[output.split(".").pop()](pipeline.keepIccProfile()).toFile(output);
    }
  }
}
await Promise.all(Array.from({ length: Number(process.env.JOBS) }, next));
