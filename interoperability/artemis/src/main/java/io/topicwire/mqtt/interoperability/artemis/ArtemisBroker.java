package io.topicwire.mqtt.interoperability.artemis;

import java.nio.file.Path;

import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * Runs Apache Artemis as a {@code broker.xml} describes it until the process is ended.
 */
public final class ArtemisBroker {

	private ArtemisBroker() {
	}

	/**
	 * Start the broker.
	 * @param args the {@code broker.xml}, and name and password of its only user
	 * @throws Exception if the broker does not start
	 */
	public static void main(String[] args) throws Exception {
		SecurityConfiguration users = new SecurityConfiguration();
		users.addUser(args[1], args[2]);
		users.addRole(args[1], "everything");
		EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
		broker.setConfigResourcePath(Path.of(args[0]).toUri().toString());
		broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
		broker.start();
	}

}
