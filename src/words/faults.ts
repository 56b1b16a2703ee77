import type { Fault, FaultEffect, Words } from '../model.ts'

/**
 * Everything the tool could not read or judge, by stable code: what it costs by default, and the sentence a person reads.
 * A sentence says what happened and the way out; it never holds corpus text or a path.
 */
export const faults = {
  // ── files ──
  'file.unreadable': {
    effect: 'lost',
    en: 'The file could not be opened or read. Check its permissions and the disk, then scan again.',
    zh: '文件无法打开或读取。请检查文件权限和磁盘后重新扫描。',
  },
  'file.folder-unreadable': {
    effect: 'lost',
    en: 'The folder could not be listed, so nothing in it was judged. Check its permissions, then scan again.',
    zh: '目录无法列出，其中的内容均未检查。请检查目录权限后重新扫描。',
  },
  'file.vanished': {
    effect: 'lost',
    en: 'The file was listed but was gone when it was to be read. Scan a corpus that nobody is changing.',
    zh: '文件在列出之后、读取之前消失。请扫描未被改动的语料。',
  },
  'file.changed': {
    effect: 'lost',
    en: 'The file changed while it was being read, so the report would not describe any state of it. Scan a copy or stop the writer.',
    zh: '文件在读取过程中被改动，报告无法对应其任何一个状态。请扫描副本，或停止写入后重试。',
  },
  'file.symlink': {
    effect: 'lost',
    en: 'A symbolic link is not followed: it may lead out of the corpus. Replace it with the file, or use --skip-symlinks to leave links out and say so.',
    zh: '不跟随符号链接，因为它可能指向语料之外。请换成实际文件，或用 --skip-symlinks 略过链接并在报告中注明。',
  },
  'file.special': {
    effect: 'lost',
    en: 'A pipe, socket or device is not a file of a corpus and was not read. Remove it or list it in .dataauditignore.',
    zh: '管道、套接字或设备不是语料文件，未读取。请移除，或写入 .dataauditignore。',
  },
  'file.path-not-utf8': {
    effect: 'lost',
    en: 'The name is not valid UTF-8, so no manifest line can name the file. Rename it.',
    zh: '文件名不是有效的 UTF-8，清单无法记录该文件。请重命名。',
  },
  'file.binary': {
    effect: 'lost',
    en: 'The file holds binary content, not text, and was hashed but not judged. Convert it to text, or list it in .dataauditignore.',
    zh: '文件是二进制内容而非文本，只计算了摘要，未检查内容。请转换为文本，或写入 .dataauditignore。',
  },
  'file.format-unknown': {
    effect: 'lost',
    en: 'The file is of a format that is not read yet and was hashed but not judged. Export it to JSONL, JSON, CSV, TSV or text, or list it in .dataauditignore.',
    zh: '尚不支持该文件的格式，只计算了摘要，未检查内容。请导出为 JSONL、JSON、CSV、TSV 或文本，或写入 .dataauditignore。',
  },
  'file.compression-unsupported': {
    effect: 'lost',
    en: 'The file is an archive or is compressed with something other than gzip, and was hashed but not judged. Unpack it or recompress it with gzip.',
    zh: '文件是归档文件或非 gzip 压缩文件，只计算了摘要，未检查内容。请解包，或改用 gzip 压缩。',
  },
  'lfs.pointer': {
    effect: 'lost',
    en: 'The file is a Git LFS pointer: the data itself is not here. Run "git lfs pull", then scan again.',
    zh: '文件是 Git LFS 指针，真正的数据不在本地。请先运行 git lfs pull 再扫描。',
  },

  // ── compression ──
  'gzip.truncated': {
    effect: 'lost',
    en: 'The gzip stream ends too early: what came before was judged, the rest is missing. Fetch the file again.',
    zh: 'gzip 数据流提前结束：已有部分已检查，其余部分缺失。请重新获取文件。',
  },
  'gzip.corrupt': {
    effect: 'lost',
    en: 'The gzip stream is damaged: what could be unpacked before the damage was judged, the rest was not. Fetch the file again.',
    zh: 'gzip 数据流已损坏：损坏处之前可解压的内容已检查，其后未检查。请重新获取文件。',
  },
  'gzip.trailing': {
    effect: 'lost',
    en: 'Bytes that are not gzip follow the end of the gzip stream and were not judged. Compress the file again.',
    zh: 'gzip 数据流结束后还有非 gzip 字节，未检查。请重新压缩文件。',
  },

  // ── characters ──
  'text.invalid-utf8': {
    effect: 'damaged',
    en: 'The text holds bytes that are not UTF-8; each bad sequence was judged as the replacement character U+FFFD. Declare the charset or repair the text.',
    zh: '文本含有非 UTF-8 字节，已按替换字符 U+FFFD 检查。请声明字符集或修复文本。',
  },
  'charset.undecodable': {
    effect: 'lost',
    en: 'The charset of the file cannot be decoded. Convert the file to UTF-8.',
    zh: '无法解码该文件的字符集。请转换为 UTF-8。',
  },
  'charset.invalid-bytes': {
    effect: 'damaged',
    en: 'The file holds bytes that its charset does not know; each was judged as the replacement character U+FFFD. Check the charset or convert the file to UTF-8.',
    zh: '文件含有其字符集中不存在的字节，已按替换字符 U+FFFD 检查。请核对字符集，或转换为 UTF-8。',
  },
  'charset.guessed': {
    effect: 'noted',
    en: 'The charset of the file was estimated from weak evidence. Declare it with --charset or convert the file to UTF-8.',
    zh: '文件的字符集由较弱的依据估算得出。请用 --charset 声明，或转换为 UTF-8。',
  },

  // ── records ──
  'record.too-large': {
    effect: 'lost',
    en: 'The record is longer than the limit and was not judged. Raise the limit for record bytes or cut the record.',
    zh: '记录超过长度上限，未检查。请调高单条记录上限或拆分该记录。',
  },

  'record.too-many-values': {
    effect: 'lost',
    en: 'The record has more than 1,000,000 values and was not judged. Make several records of it, for example one a line.',
    zh: '单条记录的值超过 100 万个，未检查。请将其拆成多条记录，例如每行一条。',
  },

  // ── JSON ──
  'json.syntax': {
    effect: 'lost',
    en: 'A row, or the text from there on where no more rows can be told apart, is not valid JSON (RFC 8259) and was not judged. Repair it.',
    zh: '有一条记录不是有效的 JSON（RFC 8259），未检查；如其后无法再区分记录，则其余文本也未检查。请修复。',
  },
  'json.truncated': {
    effect: 'lost',
    en: 'The JSON text ends in the middle of a value. Fetch or write the file again.',
    zh: 'JSON 文本在值的中间结束。请重新获取或生成文件。',
  },
  'json.trailing': {
    effect: 'lost',
    en: 'Something that is not JSON follows the JSON value and was not judged. Remove or repair it.',
    zh: 'JSON 值之后还有非 JSON 内容，未检查。请删除或修复。',
  },
  'json.too-deep': {
    effect: 'lost',
    en: 'The value is nested deeper than 1000 levels and was not judged. Flatten it.',
    zh: '值的嵌套超过 1000 层，未检查。请减少嵌套。',
  },
  'json.invalid-utf8': {
    effect: 'damaged',
    en: 'The JSON text holds bytes that are not UTF-8; each bad sequence was judged as the replacement character U+FFFD. Repair the text.',
    zh: 'JSON 文本含有非 UTF-8 字节，已按替换字符 U+FFFD 检查。请修复文本。',
  },
  'json.lone-surrogate': {
    effect: 'damaged',
    en: 'A string escapes half of a surrogate pair, which is no character; it was judged as the replacement character U+FFFD. Repair whatever wrote the file.',
    zh: '字符串中有不成对的代理项转义，不构成字符，已按替换字符 U+FFFD 检查。请修正生成该文件的程序。',
  },
  'json.duplicate-key': {
    effect: 'noted',
    en: 'An object holds the same key twice. Both values were judged, but other readers keep only one.',
    zh: '对象中有重复的键。两个值均已检查，但其他程序只会保留其中一个。',
  },
  'json.non-finite': {
    effect: 'noted',
    en: 'The row holds NaN or Infinity, which JSON (RFC 8259) does not have. All its values were judged, but other readers may refuse the row; write null instead.',
    zh: '该行含有 NaN 或 Infinity，而 JSON（RFC 8259）没有这类数值。其全部值均已检查，但其他程序可能拒绝该行；请改写为 null。',
  },
  'json.several-texts': {
    effect: 'noted',
    en: 'The line holds another JSON text behind this one. Each was judged as a row of its own, but JSON Lines has one a line, and other readers refuse such a line; put each on its own line.',
    zh: '该行在此 JSON 文本之后还有另一个。每个文本均已作为单独一条检查，但 JSON Lines 每行只能有一个，其他程序会拒绝该行；请各占一行。',
  },

  // ── CSV ──
  'csv.quote-not-closed': {
    effect: 'damaged',
    en: 'A field begins with a quote that is never closed, or not within the limit for record bytes. The quote was taken for a character and the row ends with its line; it and what follows were judged. Close the quote.',
    zh: '字段以引号开头，但引号始终未闭合，或在单条记录上限内未闭合。已将该引号视为普通字符，记录止于所在行；该行及其后内容均已检查。请补上引号。',
  },
  'csv.stray-quote': {
    effect: 'noted',
    en: 'A row of several lines holds a quote that opens a field and does not close it before a delimiter or a line end: lines may have been joined to one row. All of it was judged. Double the quotes inside fields.',
    zh: '跨行的记录中有引号打开了字段，却未在分隔符或行尾之前闭合：可能有多行被并为一条。其内容均已检查。字段内的引号请写成两个。',
  },
  'csv.column-count': {
    effect: 'noted',
    en: 'The row has more or fewer fields than the header. All its fields were judged.',
    zh: '该行字段数与表头不一致。其全部字段均已检查。',
  },
  'csv.empty-header': {
    effect: 'noted',
    en: 'A column has no name in the header and is called by its number.',
    zh: '表头中有列没有名称，改用列号表示。',
  },
  'csv.duplicate-header': {
    effect: 'noted',
    en: 'Two columns have the same name in the header; the later one is called by its number.',
    zh: '表头中有重复的列名，后出现的列改用列号表示。',
  },
  'csv.no-header': {
    effect: 'noted',
    en: 'The first row names no columns: it holds an e-mail address or a long number, or it is like the rows below it. It is judged as data, and columns are called by their numbers.',
    zh: '首行不是表头：含有电子邮箱或长数字，或与其下各行内容相似。已按数据行检查，各列以列号表示。',
  },
  // ── the run ──
  'run.interrupted': {
    effect: 'lost',
    en: 'The run was interrupted before this was read to its end. Scan again.',
    zh: '运行被中断，此处未读完。请重新扫描。',
  },
} as const satisfies { readonly [code: string]: Words & { readonly effect: FaultEffect } }

export type FaultCode = keyof typeof faults

const known = (code: string): code is FaultCode => Object.hasOwn(faults, code)

/** The sentence of a fault code in both languages; a code of another version gets a sentence that names the code. */
export const faultWords = (code: string): Words =>
  known(code)
    ? { zh: faults[code].zh, en: faults[code].en }
    : { zh: `无法读取或检查（代码 ${code}）。`, en: `Something could not be read or judged (code ${code}).` }

/** A fault with the effect its code has by default. `bytes`: decoded bytes for a row, stored bytes for a file; `row`: 0-based in the shard. */
export const faultOf = (code: FaultCode, bytes: number, row?: number): Fault =>
  row === undefined ? { code, effect: faults[code].effect, bytes } : { code, effect: faults[code].effect, bytes, row }
