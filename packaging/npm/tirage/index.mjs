// index.mjs - thumbnails through one `tirage serve --stdio`: promises for requests, AbortSignal for cancelling.
// docs/serve.md describes requests and replies.  A program that ends is not started again: all that is pending, and all
// that is asked later, is rejected.
import { spawn } from 'node:child_process';
import { findProgram, whyNotPackaged } from './program.mjs';

export { findProgram };

const IN_FLIGHT = 128; // requests that the program has; others wait here, where they can be forgotten at once
const LAST_WORDS = 2000;
const LINE = 1 << 20; // of a request: of what is longer, or deeper, the program cannot say of whom it is
const DEPTH = 32;

const depth = (value) => (value && typeof value === 'object' ? 1 + Object.values(value).reduce((most, v) => Math.max(most, depth(v)), 0) : 0);

/** What the program answers instead of pictures: `code` is one of docs/serve.md. */
export class TirageError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'TirageError';
    this.code = code;
  }
}

export class Tirage {
  #child;
  #pending = new Map(); // id → { line, sent, resolve, reject, forget }
  #queue = []; // ids that are not sent
  #sent = 0;
  #next = 1;
  #ended = null; // why nothing can be asked any more
  #closed;
  #hello;
  #rest = '';
  #said = '';

  /** roots: folders, at least one; args: other options of `tirage serve`, like ['--memory', '1G']. */
  constructor({ roots, jobs, args = [], program = findProgram() } = {}) {
    if (!roots?.length) throw new TypeError("'roots' is missing: new Tirage({ roots: ['photos'] })");
    const argv = ['serve', '--stdio', ...[roots].flat().flatMap((root) => ['--root', root])];
    if (jobs !== undefined) argv.push('--jobs', String(jobs));
    this.#child = spawn(program, [...argv, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#hello = new Promise((resolve, reject) => this.#pending.set(0, { sent: true, resolve, reject }));
    this.#hello.catch(() => {});
    this.#sent = 1;
    this.#child.stdin.on('error', () => {}); // its end is told by 'close'
    this.#child.stdout.setEncoding('utf8').on('data', (text) => this.#read(text));
    this.#child.stderr.setEncoding('utf8').on('data', (text) => { this.#said = (this.#said + text).slice(-LAST_WORDS); });
    this.#closed = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        if (program === 'tirage') error.message += `: ${whyNotPackaged()}`;
        resolve(this.#end(error));
      });
      this.#child.on('close', (code, signal) => {
        const how = signal ? `was killed by ${signal}` : `ended with status ${code}`;
        this.#end(new Error(`tirage ${how}${this.#said && `: ${this.#said.trim()}`}`));
        resolve(code);
      });
    });
  }

  /** Resolves to { tirage: version, protocol } once the program is there. */
  get ready() { return this.#hello; }

  /** Resolves to the reply; rejects with TirageError, with the signal's reason, or with why the program ended. */
  thumb(src, outputs, { signal, mkdir = false } = {}) {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#ended) throw this.#ended;
      const id = this.#next++;
      const line = `${JSON.stringify({ id, src, outputs, mkdir })}\n`;
      if (depth(JSON.parse(line)) > DEPTH) throw new TirageError('malformed', `a request is nested more than ${DEPTH} deep`);
      if (Buffer.byteLength(line) > LINE + 1) throw new TirageError('limit', `a request has more than ${LINE} bytes`);
      const abort = () => this.#abort(id, signal.reason);
      signal?.addEventListener('abort', abort, { once: true });
      this.#pending.set(id, { line, sent: false, resolve, reject, forget: () => signal?.removeEventListener('abort', abort) });
      this.#queue.push(id);
      this.#pump();
    });
  }

  /** What was asked is finished; resolves to the exit status when the program has ended. */
  close() {
    this.#ended ??= new Error('tirage was closed');
    this.#pump();
    return this.#closed;
  }

  [Symbol.asyncDispose ?? Symbol('asyncDispose')]() { return this.close(); }

  // Sends what there is room for.  A program that has nothing to do does not keep Node from ending.
  #pump() {
    while (this.#sent < IN_FLIGHT && this.#queue.length) {
      const request = this.#pending.get(this.#queue.shift());
      request.sent = true;
      this.#sent++;
      this.#child.stdin.write(request.line);
    }
    if (this.#ended && !this.#queue.length) this.#child.stdin.end();
    const how = this.#pending.size || this.#ended ? 'ref' : 'unref';
    for (const part of [this.#child, ...this.#child.stdio]) {
      if (!part?.destroyed) part?.[how]?.(); // ref() of a closed one would add a listener each time
    }
  }

  #abort(id, reason) {
    const request = this.#pending.get(id);
    request.reject(reason);
    if (request.sent) {
      if (this.#child.stdin.writable) this.#child.stdin.write(`{"cancel": ${id}}\n`);
    } else {
      this.#queue.splice(this.#queue.indexOf(id), 1);
      this.#pending.delete(id);
    }
    this.#pump();
  }

  #read(text) {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop();
    for (const reply of lines.map((line) => JSON.parse(line))) {
      const id = reply.protocol ? 0 : reply.id;
      const request = this.#pending.get(id);
      if (!request) continue; // it is about a line, not about a request of ours
      this.#pending.delete(id);
      this.#sent--;
      request.forget?.();
      if (reply.ok || id === 0) request.resolve(reply);
      else request.reject(new TirageError(reply.error.code, reply.error.message));
    }
    this.#pump();
  }

  #end(error) {
    if (!this.#ended || this.#pending.size) this.#ended = error;
    for (const { reject, forget } of this.#pending.values()) {
      forget?.();
      reject(error);
    }
    this.#pending.clear();
    this.#queue = [];
  }
}
