import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../../electron/workbench/doctor/facts.ts';
import { diagnose } from '../../../../electron/workbench/doctor/diagnose.ts';
import type { Finding } from '../../../../shared/contract/doctor.ts';
import { cableAt, deviceWith, failed, NOW, spoilt, WELL } from './sample-facts.ts';

function codes(facts: Facts): readonly string[] {
  return diagnose(facts).findings.map(({ code }) => code);
}

function only(change: Partial<Facts>): Finding {
  const { findings } = diagnose(spoilt(change));
  const [finding] = findings;
  if (finding === undefined || findings.length > 1) throw new Error(`not one finding: ${JSON.stringify(findings)}`);
  return finding;
}

describe('a machine on which all is well', () => {
  it('has no finding, and what was looked at is said', () => {
    const { findings, looked } = diagnose(WELL);
    expect(findings).toEqual([]);
    expect(looked.map(({ about, is }) => `${about}: ${is}`)).toEqual([
      '/dev/ttyUSB0: Acme A1, ready',
      'USB: 0 plugged in',
      'http://127.0.0.1:8990/dm: answers',
      'DM server: for this machine only',
    ]);
  });
});

describe('a port that is busy', () => {
  it('names the program, and knows how the usual ones let go', () => {
    const holders = { programs: [{ pid: 712, name: 'ModemManager' }], isPartial: false };
    const finding = only({ cables: [cableAt({ state: 'busy' }, { holders })] });
    expect(finding).toMatchObject({ code: 'port-busy', weight: 'trouble', port: '/dev/ttyUSB0' });
    expect(finding.found).toBe('/dev/ttyUSB0 is held by ModemManager (process 712).');
    expect(finding.steps[0]).toContain('sudo systemctl stop ModemManager');
  });

  it('says how to find a program that this user may not see', () => {
    const finding = only({ cables: [cableAt({ state: 'busy' }, { holders: { programs: [], isPartial: true } })] });
    expect(finding).toMatchObject({ code: 'port-busy-unseen', copy: [{ content: 'sudo lsof /dev/ttyUSB0' }] });
    expect(only({ platform: 'win32', cables: [cableAt({ state: 'busy' }, { file: undefined })] }).copy).toEqual([]);
  });
});

describe('a port that may not be opened', () => {
  const closed = (change: object) => [
    { ...failed('port-forbidden'), file: { ...WELL.cables[0]?.file, mayOpen: false, ...change } as never },
  ];

  it('names the group that is missing, and the command that joins it', () => {
    const finding = only({ cables: closed({}) });
    expect(finding.code).toBe('group-missing');
    expect(finding.missing).toBe('tess is not a member of dialout, and so may not open it.');
    expect(finding.copy.map(({ content }) => content)).toContain('sudo usermod -aG dialout tess');
    expect(finding.copy.some(({ path }) => path?.startsWith('/etc/udev/rules.d/'))).toBe(true);
  });

  it('sees a membership that only counts after the next sign-in', () => {
    const person = { name: 'tess', active: ['tess'], listed: ['dialout'] };
    expect(only({ person, cables: closed({}) }).code).toBe('group-not-active');
  });

  it('sees that the group would not help', () => {
    expect(only({ cables: closed({ rights: '---------', groupMay: false }) }).code).toBe('port-closed');
    const person = { name: 'tess', active: ['dialout'], listed: ['dialout'] };
    expect(only({ person, cables: closed({}) }).code).toBe('port-closed');
  });

  it('is told in the words of the link where there is no such file', () => {
    const cables = [{ ...failed('port-forbidden'), file: undefined }];
    expect(only({ platform: 'win32', udev: undefined, cables }).code).toBe('port-forbidden');
  });
});

describe('a cable without a handset that talks', () => {
  it.each([
    ['obex-silent', 'no-answer'],
    ['no-obex-mode', 'wrong-mode'],
    ['obex-refused', 'obex-refused'],
    ['port-missing', 'port-missing'],
    ['something-else', 'cable-trouble'],
  ])('%s is %s', (failure, code) => {
    expect(only({ cables: [failed(failure)] }).code).toBe(code);
  });

  it('is awaited for a while, and then missing', () => {
    expect(only({ cables: [cableAt({ state: 'gone', backUntil: NOW + 1 })] })).toMatchObject({
      code: 'coming-back',
      weight: 'remark',
    });
    expect(only({ cables: [cableAt({ state: 'gone' })] }).code).toBe('port-missing');
  });

  it('that is silent says what to look at', () => {
    expect(only({ cables: [cableAt({ state: 'silent' })] }).code).toBe('no-answer');
  });
});

describe('a handset on USB', () => {
  const usb = [deviceWith(['02/0b/00', '0a/00/00'])];
  const cable = (code: string, detail?: string) => [
    cableAt({
      port: 'usb:0421:00ab:@1-2.4',
      where: 'USB 1-2.4',
      link: 'usb',
      name: 'Acme A1',
      failure: {
        code,
        message: `It is ${code}.`,
        next: 'Do.',
        retryable: true,
        ...(detail === undefined ? {} : { detail }),
      },
    }),
  ];

  it.each([
    ['missing', 'udev-rule-missing'],
    ['other', 'udev-rule-other'],
    ['installed', 'udev-rule-without-effect'],
  ] as const)('that may not be opened, with the rule %s, is %s and shows the rule', (rule, code) => {
    const udev = { runs: true, hasTool: true, knowsSeats: true, rule };
    const finding = only({ usb, udev, cables: cable('usb-forbidden') });
    expect(finding).toMatchObject({ code, about: 'USB 1-2.4' });
    expect(finding.copy[0]?.content).toContain('TAG+="uaccess"');
  });

  it('without a driver on Windows names WinUSB and exactly this device', () => {
    for (const code of ['usb-no-driver', 'usb-forbidden']) {
      const finding = only({ platform: 'win32', udev: undefined, usb: undefined, cables: cable(code) });
      expect(finding.code).toBe('usb-no-driver');
      expect(finding.steps.join(' ')).toContain('WinUSB');
      expect(finding.copy).toEqual([{ title: 'Hardware ID', content: String.raw`USB\VID_0421&PID_00AB` }]);
    }
  });

  it('that a program has names the program', () => {
    const holders = { programs: [{ pid: 9, name: 'qemu-system-x86_64' }], isPartial: false };
    const cables = cable('usb-busy').map((each) => ({ ...each, holders }));
    expect(only({ usb, cables }).found).toContain('qemu-system-x86_64 (process 9)');
  });

  it('whose functions contradict themselves says so', () => {
    expect(only({ usb, cables: cable('no-obex-function') }).code).toBe('usb-no-obex');
    expect(only({ usb, cables: cable('no-obex-function', 'interface 0: …') })).toMatchObject({
      code: 'usb-broken-function',
      detail: 'interface 0: …',
    });
  });
});

describe('something on USB that is not among the cables', () => {
  it('and offers files and debugging alone is in the wrong mode', () => {
    const finding = only({ usb: [deviceWith(['06/01/01', 'ff/42/01'])] });
    expect(finding.code).toBe('usb-no-obex');
    expect(finding.found).toBe(
      'Acme A1 at USB 1-2.4 is plugged in and offers pictures and files (PTP or MTP) and debugging (ADB), but no OBEX function.',
    );
  });

  it('and is a keyboard, a disk or a modem with its driver is none of our business', () => {
    const usb = [deviceWith(['03/01/01']), deviceWith(['08/06/50']), deviceWith(['02/02/01', '0a/00/00'])];
    expect(codes(spoilt({ usb }))).toEqual([]);
  });

  it('and is a modem that nobody drives needs the driver of the kernel', () => {
    const device = deviceWith([], { interfaces: [{ kind: '02/02/01', driver: undefined }] });
    expect(only({ usb: [device] })).toMatchObject({
      code: 'usb-no-kernel-driver',
      copy: [{ content: 'sudo modprobe cdc_acm' }],
    });
  });

  it('and is not switched on lacks power where its hub has none', () => {
    const device = deviceWith([], { configuration: undefined });
    const hub = deviceWith([], { portPath: '1-2', isHub: true, product: 'Hub' });
    const finding = only({ usb: [hub, device] });
    expect(finding.code).toBe('hub-without-power');
    expect(finding.found).toContain('500 mA, and the hub Acme Hub at USB 1-2 has no power of its own');
    expect(only({ usb: [{ ...hub, isSelfPowered: true }, device] }).code).toBe('usb-not-switched-on');
  });

  it('or is not seen at all, though something is in the socket, hangs on a cable that only charges', () => {
    expect(only({ cables: [], typeCPartners: 1 }).code).toBe('charge-only');
    expect(only({ cables: [] })).toMatchObject({ code: 'nothing-plugged', weight: 'remark' });
  });
});

describe('the machine', () => {
  it('without USB, udev or udevadm is told in one remark each', () => {
    const udev = { runs: false, hasTool: false, rule: 'missing', knowsSeats: false } as const;
    const { findings } = diagnose(spoilt({ usb: undefined, udev }));
    expect(findings.map(({ code, weight }) => `${weight} ${code}`)).toEqual([
      'remark no-usb',
      'remark no-udevadm',
      'remark no-udev',
    ]);
  });

  it('whose clock is before what it has kept is wrong', () => {
    const finding = only({ latestKept: NOW + 3_600_000 });
    expect(finding).toMatchObject({ code: 'clock-behind', weight: 'trouble' });
    expect(finding.found).toContain('2026-06-01 00:00 UTC, which is before the last time a handset was heard of');
    expect(only({ madeAfter: NOW + 86_400_000 }).found).toContain('this workbench was made');
    expect(only({ isClockKept: false })).toMatchObject({ code: 'clock-not-kept', weight: 'remark' });
  });
});

describe('handsets that call over HTTP', () => {
  const expected = { devId: 'IMEI:9', name: 'Bench 9', state: 'expected', link: 'http' } as const;
  const network = { name: 'eth0', address: '192.168.1.5', url: 'http://192.168.1.5:8990/dm', until: NOW + 1 };
  const open = { ...WELL.listener, network };

  it('cannot while the door for the network is closed', () => {
    const finding = only({ handsets: [expected] });
    expect(finding).toMatchObject({ code: 'local-only', weight: 'trouble' });
    expect(finding.steps[0]).toContain('192.168.1.5 (eth0)');
    expect(codes(spoilt({ handsets: [expected], listener: open }))).toEqual([]);
  });

  it('cannot when nobody answers, or the network has gone', () => {
    const entrance = { url: network.url, isThere: true, whyNot: 'connect ETIMEDOUT', certificate: undefined };
    expect(only({ listener: open, entrances: [entrance] })).toMatchObject({
      code: 'entrance-silent',
      detail: 'connect ETIMEDOUT',
    });
    expect(only({ listener: open, entrances: [{ ...entrance, isThere: false }] }).code).toBe('interface-gone');
  });

  it('cannot when they are in another network of this machine', () => {
    const interfaces = [...WELL.interfaces, { name: 'wlan0', address: '10.0.0.2', cidr: '10.0.0.2/8' }];
    const silent = { ...expected, state: 'silent', address: '10.20.30.40' } as const;
    const finding = only({ listener: open, interfaces, handsets: [silent] });
    expect(finding.code).toBe('interface-other');
    expect(finding.found).toContain('Bench 9 last called from another network');
    const behindRouter = { ...silent, address: '172.16.0.1' };
    expect(codes(spoilt({ listener: open, interfaces, handsets: [behindRouter] }))).toEqual([]);
  });

  it('may be kept out by a firewall, which is a remark with the command for it', () => {
    const finding = only({ listener: open, firewall: { name: 'ufw', isOn: true } });
    expect(finding).toMatchObject({
      code: 'firewall-on',
      weight: 'remark',
      copy: [{ content: 'sudo ufw allow 8990/tcp' }],
    });
    expect(codes(spoilt({ firewall: { name: 'ufw', isOn: true } }))).toEqual([]);
  });
});

describe('HTTPS', () => {
  const DAY = 86_400_000;
  const secure = {
    url: 'https://bench.example:8991/dm',
    legacyFor: [],
    tooOld: [],
    certificate: { names: [], notAfter: 0, fingerprint: '', own: true },
  };
  const served = (certificate: object | string) => ({
    listener: { ...WELL.listener, secure },
    entrances: [
      {
        url: secure.url,
        isThere: true,
        whyNot: undefined,
        certificate:
          typeof certificate === 'string'
            ? certificate
            : { notBefore: NOW - DAY, notAfter: NOW + 90 * DAY, names: ['bench.example'], ...certificate },
      },
    ],
  });

  it.each([
    ['expired', { notAfter: NOW - DAY }, 'certificate-expired'],
    ['soon to expire', { notAfter: NOW + 9 * DAY }, 'certificate-expiring'],
    ['not good yet', { notBefore: NOW + DAY }, 'certificate-not-yet'],
    ['for another name', { names: ['other.example'] }, 'certificate-other-name'],
    ['unreadable', 'wrong version number', 'certificate-unread'],
  ])('with a certificate that is %s', (_what, certificate, code) => {
    expect(only(served(certificate)).code).toBe(code);
  });

  it('takes a certificate for all names of a domain, but of this domain alone', () => {
    expect(codes(spoilt(served({ names: ['*.example'] })))).toEqual([]);
    expect(codes(spoilt(served({ names: ['*.bench.example'] })))).toEqual(['certificate-other-name']);
  });

  it('that takes old TLS is a remark which names the handsets it is for', () => {
    const listener = { ...WELL.listener, secure: { ...secure, legacyFor: ['IMEI:1'] } };
    const handsets = [{ devId: 'IMEI:1', name: 'Acme A1', state: 'ready', link: 'http' } as const];
    const finding = only({ listener, handsets });
    expect(finding).toMatchObject({ code: 'old-tls', weight: 'remark' });
    expect(finding.found).toContain('for Acme A1');
  });

  it('that refused something for its old TLS says from where, when, and who that may be', () => {
    const tooOld = [{ address: '10.0.0.5', at: NOW - 120_000 }];
    const listener = { ...WELL.listener, address: '0.0.0.0', secure: { ...secure, tooOld } };
    const handset = { devId: 'IMEI:1', name: 'Acme A1', state: 'ready', link: 'http', address: '10.0.0.5' } as const;
    const stranger = only({ listener });
    expect(stranger).toMatchObject({ code: 'old-tls-tried', weight: 'trouble' });
    expect(stranger.found).toBe('Something at 10.0.0.5 tried TLS 1.1 or older 2 minutes ago and was refused.');
    expect(stranger.steps.join()).toContain('scomo https --allow-legacy DEVID');
    expect(only({ listener, handsets: [handset] }).found).toContain('Acme A1 last called from there');
  });

  it('that refused a handset by name says what to do about it', () => {
    const handsets = [
      {
        devId: 'IMEI:1',
        name: 'Acme A1',
        state: 'ready',
        link: 'http',
        refusedTls: { version: 'TLSv1', at: 1 },
      } as const,
    ];
    expect(only({ handsets })).toMatchObject({ code: 'old-tls-refused', weight: 'trouble' });
  });
});

describe('every finding', () => {
  it('of trouble stands before every remark', () => {
    const facts = spoilt({ isClockKept: false, cables: [failed('obex-silent')] });
    expect(codes(facts)).toEqual(['no-answer', 'clock-not-kept']);
  });
});
