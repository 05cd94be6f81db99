import { describe, expect, it } from 'vitest';
import { type AlertItem, alertWords } from '../../../../shared/scomo/alert-words.ts';

const DONE: AlertItem = {
  code: 1226,
  type: 'urn:oma:at:scomo:1.0:OperationComplete',
  source: './SCM/Inventory/Deployed/C1/Operations/Remove',
  data: '<ResultCode>1200</ResultCode><Identifier>com.acme.notes</Identifier>',
};

describe('an alert that nobody waited for', () => {
  it('says which operation ended, and how', () => {
    expect(alertWords(DONE, 'nobody')).toMatchObject({
      kind: 'operation',
      title: 'Remove of com.acme.notes: Done',
      tone: 'ok',
    });
    const { source: _none, ...rest } = DONE;
    expect(alertWords({ ...rest, data: '<ResultCode>1405</ResultCode>' }, 'nobody')).toMatchObject({
      title: 'An operation: The handset could not install the package',
      tone: 'failed',
    });
    expect(alertWords({ ...DONE, data: 'soon' }, 'nobody')).toMatchObject({
      title: 'Remove of C1: without a result code',
      tone: 'neutral',
    });
    expect(
      alertWords({ ...DONE, type: 'org.openmobilealliance.dm.softwarecomponent.OperationComplete' }, 'nobody').kind,
    ).toBe('operation');
  });

  it('says when the step had only stopped waiting for it', () => {
    expect(alertWords(DONE, 'late').next).toContain('Retry the step');
    expect(alertWords(DONE, 'nobody').next).toContain('read again');
  });

  it.each([
    [
      'urn:oma:at:scomo:1.1:ClientInitiatedUserRequest',
      'The person who holds the handset asks whether there is an update',
    ],
    ['urn:oma:at:scomo:1.0:devicerequest', 'The handset asks whether there is an update'],
    ['urn:oma:at:scomo:1.1:somethingnew', 'The handset asks for something'],
  ])('takes %s for a request', (type, title) => {
    expect(alertWords({ code: 1226, type, data: '' }, 'nobody')).toMatchObject({ kind: 'request', title });
  });

  it.each([
    [
      'org.openmobilealliance.dm.firmwareupdate.userrequest',
      '',
      'The person who holds the handset asks for new firmware',
    ],
    [
      'Reversed-Domain-Name: org.openmobilealliance.dm.firmwareupdate.update',
      '410',
      'Update of the firmware: The update failed',
    ],
    ['firmwareupdate.downloadandupdate', '200', 'Download and update of the firmware: Done'],
  ])('knows the firmware alert %s with %s', (type, data, title) => {
    expect(alertWords({ code: 1226, type, data }, 'nobody')).toMatchObject({ kind: 'firmware', title });
  });

  it('shows client events and everything else as what they are', () => {
    expect(alertWords({ code: 1224, type: 'com.microsoft/MDM/LoginStatus', data: 'user' }, 'nobody')).toMatchObject({
      kind: 'client-event',
      title: 'Says whether a user is logged in',
    });
    expect(alertWords({ code: 1224, type: 'com.acme/battery', data: '' }, 'nobody').title).toBe(
      'Client event com.acme/battery',
    );
    expect(alertWords({ code: 1226, type: 'urn:acme:x', data: '' }, 'nobody')).toMatchObject({ kind: 'other' });
    expect(alertWords({ code: 1226, data: '' }, 'nobody').meaning).toContain('no type');
  });
});
