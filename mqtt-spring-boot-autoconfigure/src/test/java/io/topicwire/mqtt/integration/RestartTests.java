package io.topicwire.mqtt.integration;

import java.net.URL;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.integration.restarted.RestartedApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that is restarted as the tools for developers do it: in the
 * same process, with a new class loader for its own classes.
 */
class RestartTests {

	@Test
	void restartLeavesNeitherThreadNorConnectionAndListenersWorkAgain() throws Exception {
		try (TestBroker broker = new TestBroker().start();
				MqttClient client = MqttClient.builder(broker.url()).build()) {
			client.connect();
			List<String> answers = new CopyOnWriteArrayList<>();
			client.subscribe("answers", QoS.AT_LEAST_ONCE, (message) -> answers.add(message.payloadAsString()));
			int connections = broker.connections();
			Set<Thread> threads = threads();
			for (String text : List.of("first", "second")) {
				try (RestartClassLoader classLoader = createClassLoader();
						ConfigurableApplicationContext context = run(classLoader, broker)) {
					assertThat(context.getBean(classLoader.loadClass(RestartedApplication.class.getName())).getClass())
						.isNotEqualTo(RestartedApplication.class);
					// Its answer comes after that to the subscription
					context.getBean(MqttClient.class).ping();
					client.publish(MqttMessage.of("questions", "{\"text\":\"" + text + "\"}").qos(QoS.AT_LEAST_ONCE));
					Awaitility.await().until(() -> answers.contains("{\"text\":\"" + text + "\"}"));
					assertThat(broker.connections()).isGreaterThan(connections);
				}
				Awaitility.await().until(() -> broker.connections() == connections);
				Awaitility.await().untilAsserted(() -> assertThat(threads()).isSubsetOf(threads));
			}
			assertThat(answers).hasSize(2);
		}
	}

	private static RestartClassLoader createClassLoader() {
		URL classes = RestartedApplication.class.getProtectionDomain().getCodeSource().getLocation();
		return new RestartClassLoader(RestartTests.class.getClassLoader(), new URL[] { classes });
	}

	private static ConfigurableApplicationContext run(ClassLoader classLoader, TestBroker broker) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(classLoader);
		try {
			return (ConfigurableApplicationContext) classLoader.loadClass(RestartedApplication.class.getName())
				.getMethod("run", String[].class)
				.invoke(null, (Object) new String[] { "--mqtt.url=" + broker.url(), "--mqtt.fail-fast=true",
						"--spring.main.web-application-type=none" });
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/**
	 * Return the threads of clients and listeners, and those that would keep the class
	 * loader of an application that is gone.
	 */
	private static Set<Thread> threads() {
		Set<Thread> threads = Thread.getAllStackTraces().keySet();
		threads.removeIf((thread) -> !thread.getName().startsWith("mqtt-") && !thread.getName().contains("#")
				&& !(thread.getContextClassLoader() instanceof RestartClassLoader));
		return threads;
	}

}
