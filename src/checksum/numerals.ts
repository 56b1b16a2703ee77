const digits: { readonly [numeral: string]: string } = {
  零: '0',
  〇: '0',
  '○': '0',
  洞: '0',
  一: '1',
  幺: '1',
  二: '2',
  两: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  叉: 'X',
}

/** A number as its digits: Chinese numerals, as they are read out one by one, become digits, and what breaks it over two lines goes. */
export const asDigits = (value: string): string =>
  /[^0-9Xx]/.test(value) ? value.replace(/\s/g, '').replace(/[\u3007\u25cb\u4e00-\u9fff]/g, (one) => digits[one] ?? one) : value
