import type { Validator } from '../model.ts'

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'

/**
 * Mainland motor vehicle plate (GA 36-2018): province, authority letter, then five characters with at least one digit and no I or O,
 * the last possibly 挂 学 警 港 澳; or, for new-energy vehicles, D or F (A to K) in front of or behind five characters of which at
 * least four are digits. Separator already removed.
 *
 * falsePass: 0.46 of random strings of the shape (measured): the province sign and the words around it are the evidence.
 */
export const plateCn: Validator = {
  id: 'plate-cn',
  falsePass: 0.46,
  check: (value) => {
    const plate = value.replace(/[·•・]/g, '').toUpperCase()
    if (!provinces.includes(plate[0] ?? '?') || !/^[A-HJ-NP-Z]$/.test(plate[1] ?? '')) return false
    const serial = plate.slice(2)
    if (/^[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]$/u.test(serial))
      return /(?:.*[0-9]){2}/.test(serial) && !/[A-Z].*[A-Z].*[A-Z].*[A-Z]/.test(serial)
    return /^[A-HJK][A-HJ-NP-Z0-9][0-9]{4}$/.test(serial) || /^[0-9]{5}[A-HJK]$/.test(serial)
  },
}
