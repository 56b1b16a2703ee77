/** The program's version, as in package.json: a test holds the two together. */
export const version = '0.1.0'

/** The day ages and dates are judged against unless a configuration names another: never the clock, so that a run can be repeated. */
export const defaultAsOf = '2026-11-23'
