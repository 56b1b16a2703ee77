// The kernel's doors. All memory is laid out by src/kernel/index.ts; nothing here allocates.
export { configure, scan } from './scan'
export { tokensReset, tokensPrune } from './tokens'
export { fold, needsFold, validUtf8 } from './utf8'
export { hash64, hashHigh } from './hash'
export { jsonRow, unescape, damaged } from './json'
