package io.topicwire.mqtt.docs.start;

// tag::application[]
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

// end::application[]
/**
 * Sample of an application.
 */
// tag::application[]
@SpringBootApplication
public class GreenhouseApplication {

	public static void main(String[] args) {
		SpringApplication.run(GreenhouseApplication.class, args);
	}

}
// end::application[]
