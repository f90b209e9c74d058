import { type Problem, within } from '../../model/problem';
import { validateSecretKey } from '../../model/secret-key';
import { validateDuration } from '../../model/units';
import { validateLabels } from '../prometheus/names';
import type { BlackboxModule, BlackboxModules, ProbeAddressFamily, ProbeTls, QueryResponse, TcpProbe } from './model';
import { validateRegexp } from './regexp';
import { validateHttpProbe } from './validate-http';

const KINDS = ['http', 'tcp', 'grpc'] as const;
const TLS_VERSIONS = ['TLS10', 'TLS11', 'TLS12', 'TLS13'];

/** All that is wrong with the modules by themselves; how long they may take, the scrapes say. */
export function validateModules(modules: BlackboxModules): Problem[] {
  return Object.entries(modules).flatMap(([name, module]) =>
    within(`module '${name}'`, [
      ...(/^[\w.:-]+$/.test(name)
        ? []
        : [
            {
              what: 'its name is empty or has odd characters',
              fix: "use letters, digits and '_', such as 'http_login'",
            },
          ]),
      ...validateModule(module),
    ]),
  );
}

function validateModule(module: BlackboxModule): Problem[] {
  const { http, tcp, grpc } = module;
  const given = KINDS.filter((kind) => module[kind] !== undefined);
  return [
    ...(given.length === 1
      ? []
      : [
          {
            what:
              given.length === 0 ? 'it says nothing to probe' : `it has ${given.map(quoted).join(' and ')} together`,
            fix: `give one of ${KINDS.map(quoted).join(', ')}, empty for what is usual`,
          },
        ]),
    ...validateModuleTimeout(module.timeout),
    ...(http ? [...validateHttpProbe(http), ...validateCommon('http', http)] : []),
    ...(tcp ? [...validateTcp(tcp), ...validateCommon('tcp', tcp)] : []),
    ...(grpc
      ? [...validateCommon('grpc', grpc), ...validateTlsUse('grpc', grpc.tlsConfig, grpc.tls ?? false, "'tls: true'")]
      : []),
  ];
}

const quoted = (text: string) => `'${text}'`;

/** Go's durations end at hours. */
function validateModuleTimeout(timeout: string | undefined): Problem[] {
  const problems = validateDuration('timeout', timeout);
  if (problems.length > 0 || timeout === undefined || !/[dwy]/.test(timeout)) return problems;
  return [{ what: `'timeout' is '${timeout}'`, fix: "use seconds, such as '5s'" }];
}

function validateCommon(kind: string, probe: ProbeAddressFamily & { readonly tlsConfig?: ProbeTls }): Problem[] {
  const { preferredIpProtocol: family, tlsConfig = {} } = probe;
  const { clientCertificate, clientKey, insecureSkipVerify, ca, serverName, minVersion } = tlsConfig;
  const at = (setting: string) => `${kind}.tlsConfig.${setting}`;
  return [
    ...(family === undefined || family === 'ip4' || family === 'ip6'
      ? []
      : [{ what: `'${kind}.preferredIpProtocol' is '${family}'`, fix: "use 'ip4' or 'ip6'" }]),
    ...validateSecretKey(at('ca'), ca),
    ...validateSecretKey(at('clientCertificate'), clientCertificate),
    ...validateSecretKey(at('clientKey'), clientKey),
    ...((clientCertificate === undefined) === (clientKey === undefined)
      ? []
      : [
          {
            what: `'${at(clientKey ? 'clientKey' : 'clientCertificate')}' is given alone`,
            fix: `give '${clientKey ? 'clientCertificate' : 'clientKey'}' as well`,
          },
        ]),
    ...(insecureSkipVerify && ca
      ? [{ what: `'${at('insecureSkipVerify')}' makes 'ca' meaningless`, fix: 'keep one of them' }]
      : []),
    ...(serverName === undefined || /^[^\s:/]+$/.test(serverName)
      ? []
      : [
          {
            what: `'${at('serverName')}' is '${serverName}'`,
            fix: "use the name in the certificate, such as 'shop.example.com'",
          },
        ]),
    ...(minVersion === undefined || TLS_VERSIONS.includes(minVersion)
      ? []
      : [
          {
            what: `'${at('minVersion')}' is '${minVersion}'`,
            fix: `use one of ${TLS_VERSIONS.map(quoted).join(', ')}`,
          },
        ]),
  ];
}

function validateTlsUse(kind: string, tlsConfig: ProbeTls | undefined, used: boolean, how: string): Problem[] {
  if (tlsConfig === undefined || used) return [];
  return [{ what: `'${kind}.tlsConfig' is given without TLS`, fix: `set ${how}, or leave it out` }];
}

function validateTcp({ queryResponse, tls = false, tlsConfig }: TcpProbe): Problem[] {
  const starttls = (queryResponse ?? []).some((step) => step.starttls);
  return [
    ...validateTlsUse('tcp', tlsConfig, tls || starttls, "'tls: true' or a step 'starttls'"),
    ...(tls && starttls
      ? [{ what: "'tcp.tls' and a step 'starttls' are given together: TLS would begin twice", fix: 'keep one of them' }]
      : []),
    ...(queryResponse?.length === 0
      ? [{ what: "'tcp.queryResponse' is empty", fix: 'leave it out where connecting is enough' }]
      : []),
    ...(queryResponse ?? []).flatMap((step, i) => validateStep(`tcp.queryResponse[${i}]`, step)),
  ];
}

function validateStep(place: string, { expect, expectBytes, labels, send, starttls }: QueryResponse): Problem[] {
  return [
    ...validateRegexp(`${place}.expect`, expect),
    ...(expect !== undefined && expectBytes !== undefined
      ? [
          {
            what: `'${place}' has 'expect' and 'expectBytes' together`,
            fix: 'keep one, and make another step of the other',
          },
        ]
      : []),
    ...(labels !== undefined && expect === undefined
      ? [
          {
            what: `'${place}.labels' is given without 'expect', whose groups it reads`,
            fix: "give 'expect', or leave it out",
          },
        ]
      : []),
    ...validateLabels(`${place}.labels`, labels),
    ...(!expect && !expectBytes && !send && !starttls
      ? [{ what: `'${place}' does nothing`, fix: "give 'expect', 'expectBytes', 'send' or 'starttls'" }]
      : []),
  ];
}
