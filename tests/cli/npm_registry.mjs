// npm_registry.mjs FOLDER - a registry for npm, on loopback, of the packages in FOLDER; prints its address.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const folder = process.argv[2];
const server = createServer((request, response) => {
  const name = decodeURIComponent(request.url.slice(1));
  const answer = name.startsWith('files/') ? readFileSync(`${folder}/${name.slice(6)}`) : packages.get(name);
  console.error(answer ? 200 : 404, request.url);
  response.writeHead(answer ? 200 : 404).end(answer ?? '{}');
});
const packages = new Map();
server.listen(0, '127.0.0.1', () => {
  const address = `http://127.0.0.1:${server.address().port}/`;
  for (const file of readdirSync(folder)) {
    const fields = JSON.parse(execFileSync('tar', ['-xOzf', `${folder}/${file}`, 'package/package.json']));
    const integrity = `sha512-${createHash('sha512').update(readFileSync(`${folder}/${file}`)).digest('base64')}`;
    const { name, version } = fields;
    packages.set(name, JSON.stringify({
      name, 'dist-tags': { latest: version }, versions: { [version]: { ...fields, dist: { integrity, tarball: `${address}files/${file}` } } },
    }));
  }
  console.log(address);
});
