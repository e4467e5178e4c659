package io.topicwire.mqtt.docs.testing;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application that the samples test.
 */
@SpringBootApplication(proxyBeanMethods = false)
class Application {

}
