import type { OutputEgress } from './log-output';

/**
 * Where a role is asked for that a pod has by its node (IMDS), or by an association of EKS with its ServiceAccount (Pod
 * Identity, by IPv4 or IPv6).
 */
export const AWS_IDENTITY_EGRESS: OutputEgress = {
  port: 80,
  cidrs: ['169.254.169.254/32', '169.254.170.23/32', 'fd00:ec2::23/128'],
  identity: true,
};

/** The annotation of a ServiceAccount whose role STS gives for its token: then nobody else is asked. */
export const AWS_ROLE_ANNOTATION = 'eks.amazonaws.com/role-arn';
