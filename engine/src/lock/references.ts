/** Finds the images and charts that an object names. */

/** One of them. */
export interface Reference {
  readonly kind: 'image' | 'chart';
  /** The field, such as `spec.containers[0].image`. */
  readonly path: string;
  /** As it is written there. */
  readonly text: string;
  /** Host and repository. */
  readonly image: string;
  /** The tag. */
  readonly version?: string;
  readonly digest?: string;
}

/**
 * Every image and chart in a value. An image is what a field calls so (`image`, `imageName`, …), and elsewhere a whole reference with a host and a
 * digest, or a tag that is a version. A chart has `repository`, `version`, and `name` or `digest`; without a
 * name, its `image` is the folder that it is in.
 */
export function referencesIn(value: unknown, path = ''): readonly Reference[] {
  if (typeof value === 'string') return imageIn(value, path);
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, child]) =>
    referencesIn(child, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
  );
  return [...chartIn(value, path), ...inside];
}

const imageField = /(^|\.|[a-z])image(Name)?$/i;
const host = String.raw`(?:[a-z0-9-]+\.)+[a-z0-9-]+(?::\d+)?|[a-z0-9-]+:\d+|localhost`;
const tail = String.raw`(?::(?<tag>\w[\w.-]*))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$`;
const anywhere = new RegExp(String.raw`^(?<image>(?:${host})/[a-z0-9._/-]+?)${tail}`);
const named = new RegExp(String.raw`^(?<image>[a-z0-9][a-z0-9.:_/-]*?)${tail}`, 'i');

function imageIn(value: string, path: string): readonly Reference[] {
  const text = value.replace(/^(oci|docker):\/\//, '');
  const isNamed = imageField.test(path);
  const groups = (isNamed ? named : anywhere).exec(text)?.groups;
  if (groups === undefined) return [];
  const { image = '', tag, digest } = groups;
  if (!isNamed && digest === undefined && !/^v?\d+\.\d/.test(tag ?? '')) return [];
  return [{ kind: 'image', path, text: value, image, ...(tag && { version: tag }), ...(digest && { digest }) }];
}

function chartIn(value: object, path: string): readonly Reference[] {
  const { repository, name, version, digest } = value as Readonly<Record<string, unknown>>;
  if (typeof repository !== 'string' || typeof version !== 'string') return [];
  // An environment may leave the name of the chart to the function, which composes its digest then.
  if (typeof name !== 'string' && typeof digest !== 'string') return [];
  const folder = repository.replace(/^[a-z]+:\/\//, '').replace(/\/$/, '');
  const image = typeof name === 'string' ? `${folder}/${name}` : folder;
  return [
    {
      kind: 'chart',
      path,
      text: `${image} ${version}`,
      image,
      version,
      ...(typeof digest === 'string' && digest !== '' && { digest }),
    },
  ];
}
