import type { Handset } from '../../../shared/contract/handsets.ts';

/** One sentence on where the handset called from and how it proved who it is. */
export function howItProved(handset: Handset): string {
  if (handset.authenticated === 'no' && handset.virtual !== undefined)
    return 'It is starting, with the enrolment credential of this workbench.';
  const from = handset.address === undefined ? 'It called' : `It called from ${handset.address}`;
  return `${from} ${PROOFS[handset.authenticated]}.`;
}

const PROOFS: Readonly<Record<Handset['authenticated'], string>> = {
  no: 'without a password',
  enrolment: 'with the enrolment credential of this workbench',
  own: 'with its own credential',
};
