/**
 * Samples of the documentation, in a package for each page or folder, the pages that
 * follow from the code, and the tests that keep documentation and code equal.
 */
package io.topicwire.mqtt.docs;
