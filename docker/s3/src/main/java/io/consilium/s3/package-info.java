/** Pictures and weights in an S3 bucket, for services whose hosts share no disk. */
package io.consilium.s3;
