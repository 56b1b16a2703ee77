import type { Validator } from '../model.ts'

const degrees = '([-+]?[0-9]{1,3}\\.[0-9]{4,15})'
const pair = new RegExp(`^[NS]?${degrees}(?:°? ?[NS])?°?([^0-9.+-]{1,64}?)[EW]?${degrees}(?:°? ?[EW])?°?$`, 'i')

/** Whole minutes of arc, to the last decimal there is: a mile, however many decimals. */
const inMinutes = (value: string): boolean => {
  const minutes = Number(value) * 60
  return Math.abs(minutes - Math.round(minutes)) < 60 * 10 ** (value.indexOf('.') + 1 - value.length)
}

/**
 * A pair of geographic coordinates in decimal degrees, latitude first (or `args.order: lon-lat`): in range, each with at least four decimals, which
 * is some ten metres, and not both whole or in whole minutes of arc. Between them stand separators, or the name of the second, which then tells the order.
 *
 * falsePass: 0.016 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const gps: Validator = {
  id: 'gps',
  falsePass: 0.016,
  check: (value, args) => {
    const parts = pair.exec(value)
    if (parts === null) return false
    const [first, between, second] = [Number(parts[1]), parts[2]!, Number(parts[3])]
    if (inMinutes(parts[1]!) && inMinutes(parts[3]!)) return false
    if (!/^[,，;/ ]{1,4}$|lat|lon|lng|纬度|经度/i.test(between)) return false
    const [latitude, longitude] = args.order === 'lon-lat' || /lat|纬度/i.test(between) ? [second, first] : [first, second]
    return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude !== 0 || longitude !== 0)
  },
}
