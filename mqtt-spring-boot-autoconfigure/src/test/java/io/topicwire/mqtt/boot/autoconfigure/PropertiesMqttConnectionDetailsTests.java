package io.topicwire.mqtt.boot.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link PropertiesMqttConnectionDetails}.
 */
class PropertiesMqttConnectionDetailsTests {

	private final MqttConnectionProperties properties = new MqttConnectionProperties();

	private final DefaultSslBundleRegistry sslBundles = new DefaultSslBundleRegistry();

	private final PropertiesMqttConnectionDetails connectionDetails = new PropertiesMqttConnectionDetails(
			this.properties, this.sslBundles);

	@Test
	void detailsAreThoseOfTheProperties() {
		assertThat(this.connectionDetails.getUrl()).isEqualTo("mqtt://localhost:1883");
		assertThat(this.connectionDetails.getFailoverUrls()).isEmpty();
		assertThat(this.connectionDetails.getUsername()).isNull();
		this.properties.setUrl("mqtt://one");
		this.properties.setFailoverUrls(List.of("mqtt://two", "mqtt://three"));
		this.properties.setUsername("app");
		this.properties.setPassword("secret");
		assertThat(this.connectionDetails.getUrl()).isEqualTo("mqtt://one");
		assertThat(this.connectionDetails.getFailoverUrls()).containsExactly("mqtt://two", "mqtt://three");
		assertThat(this.connectionDetails.getUsername()).isEqualTo("app");
		assertThat(this.connectionDetails.getPassword()).isEqualTo("secret");
	}

	@Test
	void sslBundleIsTheOneThatIsRegisteredNow() {
		SslBundle first = mock(SslBundle.class);
		SslBundle second = mock(SslBundle.class);
		this.sslBundles.registerBundle("plant", first);
		this.properties.getSsl().setBundle("plant");
		assertThat(this.connectionDetails.getSslBundle()).isSameAs(first);
		this.sslBundles.updateBundle("plant", second);
		assertThat(this.connectionDetails.getSslBundle()).isSameAs(second);
	}

	@Test
	void emptyNameIsNoSslBundle() {
		assertThat(this.connectionDetails.getSslBundle()).isNull();
		this.properties.getSsl().setBundle("");
		assertThat(this.connectionDetails.getSslBundle()).isNull();
		this.properties.getSsl().setBundle(" ");
		assertThat(this.connectionDetails.getSslBundle()).isNull();
	}

	@Test
	void sslBundleHasToExist() {
		this.properties.getSsl().setBundle("plant");
		assertThatExceptionOfType(NoSuchSslBundleException.class).isThrownBy(this.connectionDetails::getSslBundle);
		PropertiesMqttConnectionDetails withoutBundles = new PropertiesMqttConnectionDetails(this.properties, null);
		assertThatIllegalStateException().isThrownBy(withoutBundles::getSslBundle)
			.withMessage("SSL bundle name has been set but no SSL bundles found in context");
	}

}
