/** Characters that would be invisible, reorder the line or end it: C0, DEL, C1, soft hyphen, bidirectional and zero-width controls, separators, tags, lone surrogates. */
export const hidden =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\u034f|\p{Surrogate}/gu

const codePoint = (character: string): string => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

/** Control and bidirectional characters written out as `⟨U+202E⟩`, so that text cannot hide or reorder what is beside it (UTS 39, Trojan Source), nor drive a terminal. */
export const visible = (text: string): string => text.replace(hidden, (character) => `⟨U+${codePoint(character)}⟩`)

/** `visible` for a text of several lines: line breaks and tabs stay. A CR that no LF follows is written out, because a terminal would overwrite the line. */
export const visibleLines = (text: string): string =>
  text.replace(breaks, (found) => (found.length > 1 || /[\n\t]/.test(found) ? found : visible(found)))
const breaks = new RegExp(`\r\n|${hidden.source}`, 'gu')
