import type { ReadStream } from 'node:tty'
import { Stop } from '../stop.ts'
import type { Io } from './io.ts'

/** What was typed is longer than anything that is one identifier. */
const longest = 4096

/**
 * Reads one line that must not be seen: at a terminal without echo, else the first line of standard input. Arguments end up in process lists and
 * shell histories, so there is no other way in.
 * @throws Stop usage `secret.long`; transient `secret.interrupted` when the person gives up
 */
export async function readSecret(io: Io, prompt: string): Promise<string> {
  const input = io.stdin as ReadStream
  return input.isTTY === true ? typed(input, io, prompt) : firstLine(input)
}

const tooLong = () =>
  new Stop('usage', 'secret.long', {
    en: `the line is longer than ${longest} characters; give one identifier`,
    zh: `输入超过 ${longest} 个字符；请只给出一个标识`,
  })

async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of input as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(piece)
    pieces.push(bytes)
    size += bytes.length
    if (bytes.includes(10)) break
    if (size > 4 * longest) throw tooLong()
  }
  const [line = ''] = Buffer.concat(pieces).toString('utf8').split(/\r?\n/)
  if (line.length > longest) throw tooLong()
  return line
}

function typed(input: ReadStream, io: Io, prompt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    io.stderr.write(prompt)
    input.setRawMode(true)
    input.setEncoding('utf8')
    const end = (done: () => void) => {
      input.off('data', take)
      input.setRawMode(false)
      input.pause()
      io.stderr.write('\n')
      done()
    }
    const take = (piece: string) => {
      for (const character of piece) {
        if (character === '\r' || character === '\n' || character === '\u0004') return end(() => resolve(text))
        if (character === '\u0003')
          return end(() =>
            reject(new Stop('transient', 'secret.interrupted', { en: 'interrupted; nothing was searched', zh: '已中断，未进行查找' })),
          )
        if (character === '\u007f' || character === '\b') text = [...text].slice(0, -1).join('')
        else text += character
        if (text.length > longest) return end(() => reject(tooLong()))
      }
    }
    input.on('data', take)
    input.resume()
  })
}
