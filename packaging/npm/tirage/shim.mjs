#!/usr/bin/env node
// shim.mjs - the command `tirage` of the package: runs the program with this process's streams, signals and exit code.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { packagedProgram } from './program.mjs';

function fail(error) {
  console.error(`tirage: ${error.message}`);
  process.exitCode = 1;
}

// Ctrl-C reaches all of the terminal's foreground, the program as well, and a second SIGINT ends that at once.
function inForeground() {
  const [, , group, , , foreground] = readFileSync('/proc/self/stat', 'utf8').split(') ').pop().split(' ');
  return group === foreground;
}

let child;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) { // from the first moment on
  process.on(signal, () => { if (signal !== 'SIGINT' || !inForeground()) child?.kill(signal); });
}
try {
  child = spawn(process.env.TIRAGE_BIN || packagedProgram(), process.argv.slice(2), { stdio: 'inherit' });
  child.on('error', fail);
  child.on('exit', (code, signal) => {
    process.exitCode = code;
    if (!signal) return;
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
} catch (error) {
  fail(error);
}
