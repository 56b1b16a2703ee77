/** Why a hit is not reported yet: it says something about a person, or is one's name, and only the rest of its record tells whether somebody can be known by it. */
export const noPerson = 'no-person'

/** The ids that a list of rules stands for, in which `persons` is all that identify one. @param persons their ids */
export const identifiersOf = (beside: readonly string[], persons: Iterable<string>): readonly string[] =>
  beside.flatMap((id) => (id === 'persons' ? [...persons] : id))
