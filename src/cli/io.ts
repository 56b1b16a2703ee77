import pc from 'picocolors'
import type { Lang, Words } from '../model.ts'
import { visible, visibleLines } from '../words/visible.ts'

/** Everything the commands know of the outside: what they print to, what they were told, where they stand. */
export interface Io {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly stdin: NodeJS.ReadableStream
  readonly env: { readonly [name: string]: string | undefined }
  readonly cwd: string
  /** The time of day, for the statement's run section only. */
  readonly now: () => Date
}

/** How the commands speak in this run. */
export interface Voice {
  readonly lang: Lang
  readonly quiet: boolean
  readonly verbose: boolean
  readonly json: boolean
  readonly colours: ReturnType<typeof pc.createColors>
}

/**
 * Language: `--lang` (or DATAAUDIT_LANG) before that of the configuration before English; never the locale. Colours: `--color`/`--no-color` before
 * NO_COLOR before FORCE_COLOR before what the terminal is.
 *
 * @param configured the language of the configuration
 */
export function voiceOf(io: Io, options: GlobalOptions, configured?: Lang): Voice {
  const { env } = io
  const colour =
    options.color ??
    ((env.NO_COLOR ?? '') !== ''
      ? false
      : (env.FORCE_COLOR ?? '') !== '' && env.FORCE_COLOR !== '0'
        ? true
        : // The summary goes to one stream and messages to the other: where either is a file, none gets colours.
          io.stderr.isTTY === true && io.stdout.isTTY === true && env.TERM !== 'dumb')
  return {
    lang: options.lang ?? configured ?? 'en',
    quiet: options.quiet ?? false,
    verbose: options.verbose ?? false,
    json: options.json ?? false,
    colours: pc.createColors(colour),
  }
}

/** What a command gets: the outside, and a place for its exit code. */
export interface CommandIo extends Io {
  exit: number
}

/** Options every command has. */
export interface GlobalOptions {
  readonly lang?: Lang
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly json?: boolean
  readonly color?: boolean
}

/**
 * A message of several lines as a terminal may get it. Names and files of others are quoted in messages: of what was `given`, which includes names
 * that a shell filled in, a line break does not end the line either.
 */
export function legible(message: string, given: readonly string[]): string {
  let text = message
  for (const each of given) if (each.includes('\n')) text = text.replaceAll(each, visible(each))
  return visibleLines(text)
}

/** A line for a person, on standard error. */
export function say(io: Io, voice: Voice, words: Words): void {
  if (!voice.quiet) io.stderr.write(`${visible(words[voice.lang])}\n`)
}

/** A line for a person about something that went wrong. `-q` does not silence it: callers leave out under `-q` what the exit code and a written file tell too. */
export function warn(io: Io, voice: Voice, words: Words): void {
  const zh = voice.lang === 'zh'
  io.stderr.write(`${voice.colours.yellow(zh ? '注意' : 'warning')}${zh ? '：' : ': '}${visible(words[voice.lang])}\n`)
}

/** The path of a place on a line of its own, below the check or the count it belongs to; nothing where paths are not told. */
export const pathLine = ({ path }: { readonly path?: string }): string[] => (path === undefined ? [] : [`    ${visible(path)}`])
