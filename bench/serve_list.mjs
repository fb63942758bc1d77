// Pictures by the client of `tirage serve` for Node.
// Usage: ROOT=FOLDER JOBS=N TIRAGE_BIN=PROGRAM node serve_list.mjs LIST     (see serve.py and peers.py)
import { readFileSync } from 'node:fs';
import { Tirage } from '../packaging/npm/tirage/index.mjs';

const tirage = new Tirage({ roots: process.env.ROOT, jobs: process.env.JOBS });
await Promise.all(readFileSync(process.argv[2], 'utf8').trimEnd().split('\n').map((line) => {
  const [photo, path, width, height] = line.split('\t');
  return tirage.thumb(photo, [{ path, size: `${width}x${height}`, fit: 'exact', progressive: true, subsampling: '420' }]);
}));
await tirage.close();
