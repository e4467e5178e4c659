package io.topicwire.mqtt.benchmarks.spring;

import io.topicwire.mqtt.benchmarks.Endpoint;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application as a user would write it. Its inbox holds the server back, because no
 * message may be missing; all else is as by default.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ReadingApplication {

	static ConfigurableApplicationContext run(Endpoint endpoint) {
		SpringApplication application = new SpringApplication(ReadingApplication.class);
		application.setLogStartupInfo(false);
		return application.run("--spring.main.banner-mode=off", "--logging.level.root=off",
				"--mqtt.url=mqtt://" + Endpoint.HOST + ":" + endpoint.port(), "--mqtt.client-id=" + endpoint.clientId(),
				"--mqtt.protocol-version=" + (endpoint.isVersion5() ? "5" : "3.1.1"), "--mqtt.fail-fast=true",
				"--mqtt.inbox.on-overflow=stop-reading");
	}

	@Bean
	ReadingListener readingListener() {
		return new ReadingListener();
	}

}
