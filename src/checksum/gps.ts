import type { Validator } from '../model.ts'

/**
 * A pair of geographic coordinates in decimal degrees, latitude first (or `args.order: lon-lat`): in range, each with at least four decimals, which
 * is some ten metres, and not both whole.
 *
 * falsePass: 0.016 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const gps: Validator = {
  id: 'gps',
  falsePass: 0.016,
  check: (value, args) => {
    const parts = /^([-+]?[0-9]{1,3}\.[0-9]{4,15})°?[NS]?[,，;/ ]{1,4}([-+]?[0-9]{1,3}\.[0-9]{4,15})°?[EW]?$/i.exec(value)
    if (parts === null) return false
    const [latitude, longitude] = args.order === 'lon-lat' ? [Number(parts[2]), Number(parts[1])] : [Number(parts[1]), Number(parts[2])]
    return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude !== 0 || longitude !== 0)
  },
}
