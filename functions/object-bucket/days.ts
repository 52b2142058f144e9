/** For how long an object store keeps what nobody needs any more, in every cloud. */

/** What was overwritten or deleted can be had back for so long. */
export const earlierVersionDays = 30;

/** An upload that was broken off is thrown away after so long. */
export const brokenUploadDays = 7;
