// index.d.ts - types of index.mjs.  docs/serve.md describes requests and replies.

/** One picture to be made: its path, and options of `tirage thumb`. */
export interface Output {
  path: string;
  /** N (fits NxN), "Wx", "xH", "WxH", "P%", "copy" or "original". */
  size: number | string;
  fit?: 'inside' | 'cover' | 'exact';
  gravity?: 'center' | 'north' | 'northeast' | 'east' | 'southeast' | 'south'
    | 'southwest' | 'west' | 'northwest' | 'attention';
  /** "#rrggbb", "white" or "black". */
  pad?: string;
  rotate?: 0 | 90 | 180 | 270;
  sharpen?: 'none' | 'light' | 'medium' | 'strong';
  format?: 'same' | 'jpeg' | 'jpg' | 'png' | 'webp' | 'avif';
  /** 1 to 100, or "jpeg=80,webp=70". */
  quality?: number | string;
  'max-bytes'?: number | string;
  effort?: number;
  lossless?: boolean;
  progressive?: boolean;
  baseline?: boolean;
  fast?: boolean;
  subsampling?: 'keep' | '420' | '444';
  srgb?: boolean;
  background?: string;
  keep?: string;
  hdr?: 'keep' | 'drop';
}

export interface Source {
  format: string;
  /** Upright. */
  width: number;
  height: number;
  /** EXIF 1 to 8, as it was before. */
  orientation: number;
  /** "2020-05-17T13:45:00", without a time zone. */
  date: string | null;
}

export interface Made {
  path: string;
  format: string;
  width: number;
  height: number;
  bytes: number;
}

export interface Reply {
  id: number;
  ok: true;
  source: Source;
  /** Average colours of the upper and the lower half, "#rrggbb". */
  placeholder: [string, string] | null;
  outputs: Made[];
  warnings: string[];
}

export type Code =
  | 'malformed' | 'unknown-field' | 'duplicate-id' | 'outside-root' | 'not-found' | 'unsupported'
  | 'corrupt' | 'limit' | 'worker-died' | 'cancelled' | 'usage' | 'io';

export class TirageError extends Error {
  readonly code: Code;
}

export interface Options {
  /** Folders below which photos and outputs are; relative paths are relative to the first. */
  roots: string | string[];
  /** Worker processes; default: one per CPU. */
  jobs?: number;
  /** Other options of `tirage serve`, like ['--memory', '1G']. */
  args?: string[];
  program?: string;
}

export function findProgram(): string;

export class Tirage {
  constructor(options: Options);
  readonly ready: Promise<{ tirage: string; protocol: number }>;
  thumb(src: string, outputs: Output[], options?: { signal?: AbortSignal; mkdir?: boolean }): Promise<Reply>;
  close(): Promise<number | null>;
}
