/** Concerns that mean nothing for a kind, each with the reason. `planesmith check` asks every kind for a word about every concern. */
import { none } from 'planesmith/authoring';

/** All concerns that a kind must judge, for a kind that holds no data and takes no connections; it then overrides those that it judges. */
export const ruledOut = (why: string) => ({
  ...noService(why),
  ...noPods(why),
  encryption: none(why),
  backups: none(why),
  retention: none(why),
  monitoring: none(why),
});

/** For a kind to which no client connects. */
export const noService = (why: string) => ({ tls: none(why), private: none(why) });

/** For a kind that runs nothing in the cluster. */
export const noPods = (why = 'it runs outside of the cluster') => ({ 'pod-security': none(why), network: none(why) });

/** For a kind whose data may be lost, or that keeps it elsewhere. */
export const nothingToKeep = (why: string) => ({ backups: none(why), retention: none(why) });
