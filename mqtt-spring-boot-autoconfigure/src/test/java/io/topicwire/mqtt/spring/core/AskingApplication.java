package io.topicwire.mqtt.spring.core;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.CompletionException;

import io.topicwire.mqtt.spring.FakeMqttClient;

/**
 * An application with a class loader that only it has, which asks and gets no answer. In
 * the end it tells which threads keep its class loader.
 */
public final class AskingApplication {

	static final String NO_ANSWER = "Nobody has answered";

	private AskingApplication() {
	}

	public static void main(String[] args) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		URL classes = new File("application").toURI().toURL();
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { classes }, before)) {
			thread.setContextClassLoader(classLoader);
			ask();
			thread.setContextClassLoader(before);
			Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((other) -> other.getContextClassLoader() == classLoader)
				.forEach((other) -> System.out.println(other.getName()));
		}
	}

	private static void ask() {
		MqttTemplate template = new MqttTemplate(new FakeMqttClient());
		template.setReplyTimeout(Duration.ofMillis(1));
		try {
			template.sendAndReceive("questions", "?", String.class).join();
		}
		catch (CompletionException ex) {
			System.out.println(NO_ANSWER);
		}
	}

}
