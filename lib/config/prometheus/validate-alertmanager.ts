import type { AlertmanagerEndpoint } from '../../model/alertmanager-endpoint';
import { validateCidrs } from '../../model/cidrs';
import { type Problem, within } from '../../model/problem';
import { validatePort } from '../../model/units';
import { validateAddresses } from './names';
import { validateScheme } from './validate-http-client';

const HOST = /^(?=.{1,253}\.?$)[a-zA-Z0-9](?:[-.a-zA-Z0-9]*[a-zA-Z0-9])?\.?$/;

/** Checks where alerts go. */
export function validateAlertmanagers(all: readonly AlertmanagerEndpoint[] | undefined): Problem[] {
  return (all ?? []).flatMap((each, i) => within(`alertmanagers[${i}]`, validateAlertmanager(each)));
}

/** Checks one place that alerts go to. */
export function validateAlertmanager(endpoint: AlertmanagerEndpoint): Problem[] {
  const { dnsName, addresses, port, scheme, pathPrefix } = endpoint;
  const fix = "give 'dnsName' of a headless Service, or 'addresses' as host:port";
  return [
    ...(dnsName === undefined && addresses === undefined
      ? [{ what: "neither 'dnsName' nor 'addresses' is given", fix }]
      : []),
    ...(dnsName !== undefined && addresses !== undefined
      ? [{ what: "'dnsName' and 'addresses' are given together", fix: 'keep one of them' }]
      : []),
    ...(dnsName === undefined || HOST.test(dnsName)
      ? []
      : [
          {
            what: `'dnsName' is '${dnsName}', which is no DNS name`,
            fix: "use a name without scheme and port, such as 'alertmanager-headless.monitoring.svc'",
          },
        ]),
    ...(addresses ? validateAddresses('addresses', addresses) : []),
    ...validatePort('port', port),
    ...(addresses && port !== undefined
      ? [{ what: "'port' is given together with 'addresses'", fix: 'write the port into each address' }]
      : []),
    ...validateScheme('scheme', scheme),
    ...validatePort('egressPort', endpoint.egressPort),
    ...validateCidrs('egressCidrs', endpoint.egressCidrs),
    ...(endpoint.pods && endpoint.egressCidrs
      ? [{ what: "'egressCidrs' is given together with 'pods', which say where it is", fix: 'keep one of them' }]
      : []),
    ...(pathPrefix === undefined || /^\/[^\s?#]*$/.test(pathPrefix)
      ? []
      : [
          { what: `'pathPrefix' is '${pathPrefix}', which is no HTTP path`, fix: "begin it with '/', as in '/alerts'" },
        ]),
  ];
}
