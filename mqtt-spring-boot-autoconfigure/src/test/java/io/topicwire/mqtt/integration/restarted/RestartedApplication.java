package io.topicwire.mqtt.integration.restarted;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Application that is changed and started again.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class RestartedApplication {

	private final ObjectProvider<MqttTemplate> template;

	RestartedApplication(ObjectProvider<MqttTemplate> template) {
		this.template = template;
	}

	public static ConfigurableApplicationContext run(String[] args) {
		return SpringApplication.run(RestartedApplication.class, args);
	}

	@MqttListener(topics = "questions", concurrency = "2")
	void onQuestion(Question question) {
		this.template.getObject().send("answers", new Answer(question.text()));
	}

	record Question(String text) {

	}

	record Answer(String text) {

	}

}
