/** Choosing how the handset gets the package. */
import { SelectField } from '../../ui/Field.tsx';
import { Remark } from '../../ui/Remark.tsx';
import { DELIVERY_CHOICES, type DeliveryChoice } from './delivery-choice.ts';

/** The ways, and why there is only one where there is. */
export function DeliveryField({ choice }: { readonly choice: DeliveryChoice }) {
  return (
    <>
      <SelectField
        label="How the handset gets it"
        value={choice.method}
        onChange={choice.choose}
        options={DELIVERY_CHOICES}
      />
      {choice.why === undefined ? null : <Remark>{choice.why}</Remark>}
    </>
  );
}
