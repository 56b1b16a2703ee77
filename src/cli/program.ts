import { spawn } from 'node:child_process'
import type { Words } from '../model.ts'
import { Stop } from '../stop.ts'
import type { Io } from './io.ts'

/**
 * Programs that an operator names on the command line, and the only place that starts any: a signer that keeps its key to itself, a client
 * of a time-stamping authority. They get bytes on standard input and answer on standard output; what they answer is verified elsewhere.
 */

/** Longest answer, in bytes: a signature has hundreds, a timestamp with its certificates some thousands. */
const maxAnswerBytes = 1 << 20
const defaultSeconds = 60

/**
 * Runs a command line of the operator's in the shell and gives what it prints. Its standard error goes to ours, so that a device can ask
 * for a touch; the passphrase of our own key is kept from it.
 *
 * @param called how messages call it
 * @throws Stop verification `program.failed`, `program.timeout`, `program.too-much`: nothing it printed is used then
 */
export async function runProgram(command: string, input: Uint8Array, called: Words, io: Io, seconds = defaultSeconds): Promise<Buffer> {
  const { DATAAUDIT_KEY_PASSPHRASE: _, ...env } = io.env
  const child = spawn(command, {
    cwd: io.cwd,
    env,
    shell: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, so that what the shell started ends with it.
    detached: process.platform !== 'win32',
  })
  const end = () => {
    try {
      if (child.pid === undefined) return
      if (process.platform === 'win32') child.kill('SIGKILL')
      else process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has ended already.
    }
  }
  const pieces: Buffer[] = []
  let length = 0
  let why: 'timeout' | 'too-much' | undefined
  const stop = (reason: 'timeout' | 'too-much') => {
    why ??= reason
    end()
  }
  child.stdout.on('data', (piece: Buffer) => {
    length += piece.length
    if (length > maxAnswerBytes) stop('too-much')
    else pieces.push(piece)
  })
  child.stderr.pipe(io.stderr, { end: false })
  // A program that does not read its input to the end is judged by what it answers.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const timer = setTimeout(() => stop('timeout'), seconds * 1000)
  const interrupt = () => end()
  process.once('exit', interrupt)
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null))
    child.on('close', (status) => resolve(status))
  })
  clearTimeout(timer)
  process.off('exit', interrupt)
  if (why === 'timeout') {
    throw failed('program.timeout', called, `did not answer within ${seconds} seconds`, `在 ${seconds} 秒内没有应答`)
  }
  if (why === 'too-much') {
    throw failed('program.too-much', called, `printed more than ${maxAnswerBytes} bytes`, `的输出超过 ${maxAnswerBytes} 字节`)
  }
  if (code !== 0) {
    const ended =
      code === null ? ['could not be run or was killed', '无法运行或被终止'] : [`ended with code ${code}`, `以代码 ${code} 结束`]
    throw failed('program.failed', called, ended[0]!, ended[1]!)
  }
  return Buffer.concat(pieces)
}

function failed(code: string, called: Words, en: string, zh: string): Stop {
  return new Stop('verification', code, {
    en: `${called.en} ${en}; nothing was written. Run it by hand to see why`,
    zh: `${called.zh}${zh}；未写入任何文件。请手工运行以查明原因`,
  })
}
