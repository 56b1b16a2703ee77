import type { Command } from 'commander'
import { jsonSchemaText, schemaNames } from '../schemas.ts'
import { Stop } from '../stop.ts'
import type { CommandIo } from './io.ts'

/** `dataaudit schema`: print the JSON Schema of a file. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('schema')
    .description('print a JSON Schema / 输出 JSON Schema')
    .argument('<name>', schemaNames.join(', '))
    .action((name: string) => {
      if (!schemaNames.includes(name)) {
        throw new Stop('usage', 'schema.unknown', {
          en: `there is no schema "${name}"; known: ${schemaNames.join(', ')}`,
          zh: `没有名为“${name}”的 schema；可用：${schemaNames.join('、')}`,
        })
      }
      io.stdout.write(jsonSchemaText(name))
    })
}
