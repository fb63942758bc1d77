// serve_client.mjs - what cli_serve_clients.sh checks of the client for Node, which is in ./client, in a folder with b.jpg.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { findProgram, Tirage, TirageError } from './client/index.mjs';

const program = process.env.TIRAGE;
const fails = async (promise, check) => assert.rejects(promise, (error) => { check(error); return true; });
const children = (pid) => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((name) => {
  try {
    return Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]) === pid;
  } catch { return false; }
}).map(Number);

// Replies, errors by their codes, and many requests at once, of which none is lost.
const tirage = new Tirage({ roots: ['.'], jobs: 2, program });
assert.equal((await tirage.ready).protocol, 1);
const reply = await tirage.thumb('b.jpg', [{ path: 'new/n.jpg', size: 32 }, { path: 'n.webp', size: '16x', quality: 50 }], { mkdir: true });
assert.deepEqual(reply.outputs.map(({ path, width, height }) => [path, width, height]), [['new/n.jpg', 32, 24], ['n.webp', 16, 12]]);
assert.equal(statSync('new/n.jpg').size, reply.outputs[0].bytes);
await fails(tirage.thumb('nowhere.jpg', []), (e) => assert.ok(e instanceof TirageError && e.code === 'not-found', e));
await fails(tirage.thumb('b.jpg', [{ path: 'x.jpg', size: 9, qualty: 1 }]), (e) => assert.equal(e.code, 'unknown-field'));

// What the program cannot answer, since it does not know of whom it is.
const nested = (depth) => (depth ? [nested(depth - 1)] : 1);
const soon = (promise) => Promise.race([promise, new Promise((_, reject) => { setTimeout(reject, 20000, new Error('no reply')).unref(); })]);
await fails(soon(tirage.thumb('n'.repeat(1 << 20), [])), (e) => assert.ok(e instanceof TirageError && e.code === 'limit', e));
await fails(soon(tirage.thumb('\u00e9'.repeat(1 << 19), [])), (e) => assert.equal(e.code, 'limit', e));
await fails(soon(tirage.thumb(nested(32), [])), (e) => assert.equal(e.code, 'malformed', e));
await fails(soon(tirage.thumb(nested(31), [])), (e) => assert.match(e.message, /src/));

const many = await Promise.all(Array.from({ length: 1000 }, (_, i) => tirage.thumb('b.jpg', [{ path: `many-${i % 20}.jpg`, size: 8 + i % 20 }])));
assert.ok(many.every((r, i) => r.outputs[0].width === 8 + i % 20));

// Aborted before, while it waits, and when the program has it: the reason comes at once, and nothing is written.  The
// workers are of new programs, whose share of jobs is not used up: one that is stopped then is not replaced.
const stopped = async () => {
  const others = new Set(children(process.pid));
  const held = new Tirage({ roots: '.', jobs: 1, program });
  await held.thumb('b.jpg', []);
  const workers = children(process.pid).filter((pid) => !others.has(pid)).flatMap(children).flatMap(children);
  assert.equal(workers.length, 1);
  process.kill(workers[0], 'SIGSTOP');
  return [held, () => process.kill(workers[0], 'SIGCONT')];
};
const before = AbortSignal.abort(new Error('no more'));
await fails(tirage.thumb('b.jpg', [{ path: 'never.jpg', size: 8 }], { signal: before }), (e) => assert.equal(e.message, 'no more'));
const [full, goOn] = await stopped();
const held = Array.from({ length: 300 }, (_, i) => full.thumb('b.jpg', [{ path: `held-${i}.jpg`, size: 8 }]));
const controller = new AbortController();
const aborted = Array.from({ length: 3 }, (_, i) => full.thumb('b.jpg', [{ path: `never-${i}.jpg`, size: 8 }], { signal: controller.signal }));
controller.abort();
for (const promise of aborted) await fails(promise, (e) => assert.equal(e.name, 'AbortError'));
goOn();
assert.equal((await Promise.all(held)).length, 300);
assert.equal(await full.close(), 0);
const [sent, finish] = await stopped();
const late = new AbortController();
const begun = sent.thumb('b.jpg', [{ path: 'never-begun.jpg', size: 8 }], { signal: late.signal });
// What it refuses at once is answered when all before it has been read.
const hasRead = () => fails(sent.thumb('b.jpg', [{ path: 'x.jpg', size: 9, qualty: 1 }]), (e) => assert.equal(e.code, 'unknown-field'));
await hasRead();
late.abort();
await fails(begun, (e) => assert.equal(e.name, 'AbortError'));
await hasRead();
finish();
assert.equal(await sent.close(), 0);

// What was asked before it is closed is finished.
const last = Array.from({ length: 200 }, (_, i) => tirage.thumb('b.jpg', [{ path: `last-${i % 9}.jpg`, size: 8 }]));
assert.equal(await tirage.close(), 0);
assert.equal((await Promise.all(last)).length, 200);
await fails(tirage.thumb('b.jpg', []), (e) => assert.match(e.message, /closed/));
assert.ok(!readdirSync('.').some((name) => name.startsWith('never')), 'an aborted request was done');

// A program that dies takes all with it, and one that is not there says so.
assert.throws(() => new Tirage({}), /'roots' is missing/);
const dying = new Tirage({ roots: '.', program });
await dying.ready;
const pending = Array.from({ length: 300 }, () => dying.thumb('b.jpg', []));
process.kill(children(process.pid)[0], 'SIGKILL');
const ends = await Promise.allSettled(pending);
assert.ok(ends.some((e) => e.status === 'rejected') && ends.every((e) => e.status === 'fulfilled' || /SIGKILL/.test(e.reason.message)), ends.at(-1));
await fails(dying.thumb('b.jpg', []), (e) => assert.match(e.message, /SIGKILL/));
await fails(new Tirage({ roots: '.', program: '/nowhere/tirage' }).thumb('b.jpg', []), (e) => assert.equal(e.code, 'ENOENT'));
await fails(new Tirage({ roots: '/nowhere', program }).thumb('b.jpg', []), (e) => assert.match(e.message, /nowhere: cannot open/));

// Where the program is found; one that has nothing to do does not keep Node from ending.
process.env.TIRAGE_BIN = '/some/tirage';
assert.equal(findProgram(), '/some/tirage');
delete process.env.TIRAGE_BIN;
assert.equal(findProgram(), existsSync('client/bin/tirage') ? `${process.cwd()}/client/bin/tirage` : 'tirage');
execFileSync(process.execPath, ['--input-type=module', '-e', `
  import { Tirage } from './client/index.mjs';
  await new Tirage({ roots: '.', program: process.env.TIRAGE }).thumb('b.jpg', []);`], { timeout: 120000 });
