/**
 * What several of the packages for Boot have in common. Must not know any of them.
 */
@NullMarked
package io.topicwire.mqtt.boot.support;

import org.jspecify.annotations.NullMarked;
