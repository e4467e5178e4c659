package io.topicwire.mqtt.interoperability.hivemq;

import java.nio.file.Files;
import java.nio.file.Path;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;

/**
 * Runs HiveMQ Community Edition as a {@code config.xml} describes it until the process is
 * ended.
 */
public final class HiveMqBroker {

	private HiveMqBroker() {
	}

	/**
	 * Start the broker.
	 * @param args the folder that holds the {@code config.xml}, and name and password of
	 * the only user
	 * @throws Exception if the broker does not start
	 */
	public static void main(String[] args) throws Exception {
		Path folder = Path.of(args[0]);
		EmbeddedExtension users = EmbeddedExtension.builder()
			.withId("users")
			.withName("Users")
			.withVersion("1")
			.withExtensionMain(new UserExtension(args[1], args[2]))
			.build();
		EmbeddedHiveMQ.builder()
			.withConfigurationFolder(folder)
			.withDataFolder(Files.createDirectories(folder.resolve("data")))
			.withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
			.withEmbeddedExtension(users)
			.build()
			.start()
			.join();
	}

}
