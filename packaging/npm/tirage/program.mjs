// program.mjs - which file the program is.  npm installs the package for this platform, one of package.json's
// optionalDependencies, along with this one.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

// 32-bit ARM without NEON is ARMv6, and a few of ARMv7.  Kernels of 64 bits call NEON asimd.
function checkArm() {
  let known = '';
  try { known = readFileSync('/proc/cpuinfo', 'utf8'); } catch { return; }
  const features = known.match(/^Features\s*:.*$/m)?.[0];
  if (!features || /\b(neon|asimd)\b/.test(features)) return;
  const kind = /ARMv6/.test(known) ? 'an ARMv6 processor, as in the Raspberry Pi 1 and Zero' : 'a processor without NEON';
  throw new Error(`this is ${kind}: tirage needs ARMv7 with NEON, as in the Raspberry Pi 2 and newer`);
}

/** The file of the package for this platform; throws an Error that says what to do if there is none. */
export function packagedProgram() {
  const platform = `${process.platform}-${process.arch}`;
  const name = `@tirage/${platform}`;
  if (!(name in require('./package.json').optionalDependencies)) {
    throw new Error(`there is no tirage for ${platform}, but for Linux on x64, arm64 and ARMv7.  On Windows use WSL, on macOS `
      + 'a container or a virtual machine with Linux; TIRAGE_BIN names a program that you have compiled');
  }
  if (process.arch === 'arm') checkArm();
  try {
    return require.resolve(`${name}/bin/tirage`);
  } catch {
    throw new Error(`the package ${name} is missing: install tirage on this machine, with optional dependencies `
      + '(npm install --include=optional tirage)');
  }
}

/** The program: $TIRAGE_BIN, or else that of the package, or else the one beside this file, or else that of PATH. */
export function findProgram() {
  if (process.env.TIRAGE_BIN) return process.env.TIRAGE_BIN;
  try { return packagedProgram(); } catch { /* one that was installed otherwise will do */ }
  const beside = fileURLToPath(new URL('./bin/tirage', import.meta.url));
  return existsSync(beside) ? beside : 'tirage';
}

/** What packagedProgram() says if there is none. */
export function whyNotPackaged() {
  try { return packagedProgram(); } catch (error) { return error.message; }
}
