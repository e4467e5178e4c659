package io.topicwire.mqtt.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.sample.analysis.AnalysisShares;
import io.topicwire.mqtt.sample.broker.EmbeddedBroker;
import io.topicwire.mqtt.sample.monitor.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the profiles, with the files that {@code compose.yaml} gives its brokers.
 */
class ProfileTests {

	@TempDir
	private Path directory;

	@Test
	void profileMosquittoUsesABrokerOfThisComputer() throws Exception {
		try (Mosquitto mosquitto = Mosquitto.start("mosquitto.conf", this.directory);
				ConfigurableApplicationContext application = run("mosquitto",
						"mqtt.url=mqtt://localhost:" + mosquitto.port())) {
			assertThatMachinesAreThere(application, "mqtt://localhost:" + mosquitto.port());
		}
	}

	@Test
	void profileTlsTrustsTheCertificatesThatTheScriptMakes() throws Exception {
		Mosquitto.assumeInstalled(Path.of("/usr/bin/openssl"), "openssl");
		makeCertificates();
		try (Mosquitto mosquitto = Mosquitto.start("mosquitto-tls.conf", this.directory);
				ConfigurableApplicationContext application = run("tls",
						"mqtt.url=mqtts://localhost:" + mosquitto.port(),
						"sample.certificates=" + this.directory.resolve("certificates"))) {
			assertThatMachinesAreThere(application, "mqtts://localhost:" + mosquitto.port());
		}
	}

	private void makeCertificates() throws IOException, InterruptedException {
		Process process = new ProcessBuilder("sh", "make-certificates.sh",
				this.directory.resolve("certificates").toString())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("certificates.log").toFile())
			.start();
		assertThat(process.waitFor()).isZero();
	}

	private static ConfigurableApplicationContext run(String profile, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--spring.datasource.url=jdbc:h2:mem:" + profile + "-test"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new SpringApplicationBuilder(SampleApplication.class).profiles(profile)
			.run(arguments.toArray(String[]::new));
	}

	private static void assertThatMachinesAreThere(ConfigurableApplicationContext application, String url) {
		assertThat(application.getBeansOfType(EmbeddedBroker.class)).isEmpty();
		assertThat(application.getBeansOfType(MqttClient.class).values()).hasSize(4)
			.allSatisfy((client) -> assertThat(client.url()).isEqualTo(url));
		await().until(() -> application.getBeansOfType(MqttClient.class)
			.values()
			.stream()
			.allMatch((client) -> client.status().state() == ConnectionState.CONNECTED));
		Machines machines = application.getBean(Machines.class);
		await().untilAsserted(() -> assertThat(machines.all()).hasSize(4)
			.allSatisfy((machine) -> assertThat(machine.reading()).isNotNull()));
		AnalysisShares shares = application.getBean(AnalysisShares.class);
		await().untilAsserted(
				() -> assertThat(shares.counts().values()).allSatisfy((count) -> assertThat(count).isPositive()));
	}

}
