/** The components and packages of the selected handset, their state in a word, and what may be done with them now. */
export function ComponentTable({ devId }: { readonly devId: string }): React.JSX.Element {
  return <section aria-label="Components">{devId}</section>;
}
