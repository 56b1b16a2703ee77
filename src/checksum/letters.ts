/** Letters with a stroke or joined to another, which have no mark to be taken off. */
const whole: { readonly [letter: string]: string } = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' }

/** A text in small letters without the marks on them, as people type it whose keyboard lacks them: `Łukasz` is lukasz, `Ngày sinh` ngay sinh. */
export const plainLetters = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øłđðıßæœþ]/g, (letter) => whole[letter]!)
