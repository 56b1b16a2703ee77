import type { Description } from './form.ts'

/** The description as JSON, two spaces, a newline at the end: the same bytes for the same description. */
export const renderDescriptionJson = (description: Description): string => `${JSON.stringify(description, null, 2)}\n`
