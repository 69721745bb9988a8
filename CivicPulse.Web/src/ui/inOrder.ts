const order = new Intl.Collator(undefined, { numeric: true })

/** As people count: district 2 comes before district 10. */
export const inOrder = <T>(items: readonly T[], nameOf: (item: T) => string): T[] => items.toSorted((one, other) => order.compare(nameOf(one), nameOf(other)))
