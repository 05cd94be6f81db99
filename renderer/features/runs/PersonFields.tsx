/** What the person who holds the handset gets to see of a run: a question before it, a text after it (facts 2.5). */
import { LONGEST_QUESTION } from '../../../shared/dm/user-interaction.ts';
import { CheckField, SelectField, TextField } from '../../ui/Field.tsx';
import { ASK_TIMES, type AskTime, type PersonChoices } from './person-choices.ts';

export interface PersonFieldsProps {
  readonly choices: PersonChoices;
  readonly onChange: (choices: PersonChoices) => void;
}

/** The fields of a dialog that plans a run. */
export function PersonFields({ choices, onChange }: PersonFieldsProps) {
  const { askUser, askText, askTime, tellUser } = choices;
  return (
    <>
      <CheckField
        label="Ask on the handset first"
        hint="Whoever holds it must say yes before anything is installed, changed or removed."
        checked={askUser}
        onChange={(checked) => onChange({ ...choices, askUser: checked })}
      />
      {askUser ? (
        <>
          <TextField
            label="Question"
            hint="Empty: the title of the run, with a question mark."
            value={askText}
            maxLength={LONGEST_QUESTION}
            onChange={(event) => onChange({ ...choices, askText: event.currentTarget.value })}
          />
          <SelectField<AskTime>
            label="Without an answer, it is a no after"
            value={askTime}
            options={ASK_TIMES}
            onChange={(next) => onChange({ ...choices, askTime: next })}
          />
        </>
      ) : null}
      <CheckField
        label="Tell the person when it is done"
        hint="The handset shows one sentence at the end. One that cannot show texts leaves it out."
        checked={tellUser}
        onChange={(checked) => onChange({ ...choices, tellUser: checked })}
      />
    </>
  );
}
